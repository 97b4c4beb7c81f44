import { element } from "./element";

/** How long a button says what it has done. */
const SAID_MS = 2000;

/** A button that copies a text, and says so. @param text made when it is pressed. */
export function copyButton(label: string, text: () => string): HTMLButtonElement {
  const button = element("button", { type: "button", class: "quiet small" }, label);
  copyOn(button, text);
  return button;
}

export function copyOn(button: HTMLButtonElement, text: () => string): void {
  const label = button.textContent;
  const say = (words: string) => (): void => {
    button.textContent = words;
  };
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(text()).then(say("Copied"), say("Select and copy it"));
    setTimeout(say(label), SAID_MS);
  });
}
