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

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

/** What is shown now. */
export function colorScheme(): "light" | "dark" {
  const theme = chosen();
  if (theme !== "system") return theme;
  return systemIsDark.matches ? "dark" : "light";
}

/** Calls back when it may have changed; gives what ends that. */
export function onColorScheme(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  systemIsDark.addEventListener("change", listener);
  return () => {
    observer.disconnect();
    systemIsDark.removeEventListener("change", listener);
  };
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
  systemIsDark.addEventListener("change", onChange);
  show();
}
