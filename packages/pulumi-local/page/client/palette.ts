/** Colours of series; those of the page itself come from page.css. */

/** Each at least 3:1 on the cards of both themes. https://www.w3.org/TR/WCAG22/#non-text-contrast */
const COLORS = [
  "#3b82f6",
  "#cc6a10",
  "#15976a",
  "#a06cf0",
  "#e0558f",
  "#0e8fa3",
  "#a87f0a",
  "#7a8599",
];

/** The declared colour where it is one (#rgb and the like), else one by position. */
export function seriesColor(declared: string | undefined, index: number): string {
  if (declared !== undefined && isColor(declared)) return declared;
  return COLORS[index % COLORS.length] ?? "#3b82f6";
}

export function isColor(text: string): boolean {
  return /^#([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(text);
}

/** The value of a custom property of page.css, as a canvas takes it. */
export function pageColor(property: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${property})`;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** @param share from 0 to 1 */
export function translucent(color: string, share: number): string {
  return `color-mix(in srgb, ${color} ${share * 100}%, transparent)`;
}
