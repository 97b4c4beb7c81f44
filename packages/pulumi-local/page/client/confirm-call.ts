/** Asks the person before a tool is called that says it is destructive. */
import { byId } from "./element";
import type { ListedTool } from "./mcp-client";

/** Only of a tool that changes something does the hint have a meaning. */
export function isToolDestructive({ annotations = {} }: ListedTool): boolean {
  return annotations["destructiveHint"] === true && annotations["readOnlyHint"] !== true;
}

export async function isAllowed(tool: ListedTool): Promise<boolean> {
  return !isToolDestructive(tool) || isConfirmed(tool.name);
}

function isConfirmed(name: string): Promise<boolean> {
  const dialog = byId("confirm", HTMLDialogElement);
  // One yes is for one call.
  if (dialog.open) return Promise.resolve(false);
  byId("confirm-text", HTMLElement).textContent =
    `${name} says that it is destructive: it may change or delete what cannot be brought back. Call it?`;
  const closeWith = (value: string) => (): void => {
    dialog.close(value);
  };
  return new Promise((resolve) => {
    dialog.returnValue = "";
    byId("confirm-yes", HTMLButtonElement).onclick = closeWith("yes");
    byId("confirm-no", HTMLButtonElement).onclick = closeWith("");
    dialog.addEventListener(
      "close",
      () => {
        resolve(dialog.returnValue === "yes");
      },
      { once: true },
    );
    dialog.showModal();
  });
}
