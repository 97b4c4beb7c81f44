/** Light or dark: as the system says, or as the person has chosen. */

const KEY = "theme";
const CHOICES = ["system", "light", "dark"] as const;

type Theme = (typeof CHOICES)[number];

function chosen(): Theme {
  const kept = localStorage.getItem(KEY);
  return CHOICES.find((choice) => choice === kept) ?? "system";
}

export function applyTheme(): void {
  document.documentElement.dataset["theme"] = chosen();
}

/**
 * @param button goes through the choices.
 * @param onChange called when colours have changed.
 */
export function themeSwitch(button: HTMLButtonElement, onChange: () => void): void {
  const show = (): void => {
    button.textContent = `Theme: ${chosen()}`;
  };
  button.addEventListener("click", () => {
    const next = CHOICES[(CHOICES.indexOf(chosen()) + 1) % CHOICES.length];
    localStorage.setItem(KEY, next ?? "system");
    applyTheme();
    show();
    onChange();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onChange);
  show();
}
