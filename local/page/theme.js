// @ts-check
/** Light or dark: as the system says, or as the person has chosen. Loaded before the first paint. */

const KEY = "theme";
const CHOICES = /** @type {const} */ (["system", "light", "dark"]);

/** @returns {(typeof CHOICES)[number]} */
function chosen() {
  const kept = localStorage.getItem(KEY);
  return CHOICES.find((choice) => choice === kept) ?? "system";
}

function apply() {
  document.documentElement.dataset["theme"] = chosen();
}

/**
 * @param {HTMLButtonElement} button goes through the choices.
 * @param {() => void} onChange told when colours have changed.
 */
export function themeSwitch(button, onChange) {
  const show = () => {
    button.textContent = `Theme: ${chosen()}`;
  };
  button.addEventListener("click", () => {
    const next = CHOICES[(CHOICES.indexOf(chosen()) + 1) % CHOICES.length];
    localStorage.setItem(KEY, next ?? "system");
    apply();
    show();
    onChange();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", onChange);
  show();
}

apply();
