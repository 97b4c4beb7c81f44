/** As whom calls are made: controls for what the endpoint wants of callers. */
import type { CallAccess, Credential } from "../server/call";
import { element } from "./element";

export interface AccessControl {
  readonly node: HTMLElement;
  /** What is chosen; undefined for a call that proves nothing. */
  readonly credential: () => Credential | undefined;
  /** Asks what the endpoint wants by now; choices stay as long as that is the same. */
  readonly refresh: () => Promise<void>;
}

interface Chooser {
  readonly nodes: readonly HTMLElement[];
  readonly credential: () => Credential | undefined;
}

const SIGNATURE_TEXT =
  "Send a stand-in signature (the local gateway only looks whether there is one)";

/** @param onChange called when another choice is made. */
export function makeAccess({ onChange }: { readonly onChange: () => void }): AccessControl {
  const node = element("div", { class: "access" });
  let chooser: Chooser = { nodes: [], credential: () => undefined };
  let shown = "";
  node.addEventListener("change", onChange);
  return {
    node,
    credential: () => chooser.credential(),
    refresh: async () => {
      const response = await fetch("/~/access");
      if (!response.ok) return;
      const access = (await response.json()) as CallAccess;
      if (JSON.stringify(access) === shown) return;
      shown = JSON.stringify(access);
      chooser = makeChooser(access);
      node.replaceChildren(...chooser.nodes);
    },
  };
}

function makeChooser(access: CallAccess): Chooser {
  switch (access.kind) {
    case "none":
      return { nodes: [], credential: () => undefined };
    case "iam":
      return signature();
    case "apiKey":
      return keys(access.names);
    case "jwt":
      return access.accounts.length === 0 ? elsewhere(access.issuer) : accounts(access);
  }
}

function signature(): Chooser {
  const signed = element("input", { type: "checkbox" });
  return {
    nodes: [element("label", { class: "option" }, signed, SIGNATURE_TEXT)],
    credential: () => (signed.checked ? { kind: "signature" } : undefined),
  };
}

function keys(names: readonly string[]): Chooser {
  const select = choice(names, "none");
  return {
    nodes: [element("label", { class: "option" }, "API key", select)],
    credential: () => (select.value === "" ? undefined : { kind: "key", name: select.value }),
  };
}

function accounts({ accounts: names, scopes }: Extract<CallAccess, { kind: "jwt" }>): Chooser {
  const select = choice(names, "nobody");
  const boxes = scopes.map((scope) => element("input", { type: "checkbox", value: scope }));
  for (const box of boxes) box.checked = true;
  const labels = boxes.map((box) => element("label", { class: "option" }, box, box.value));
  const legend = element("legend", { class: "hidden" }, "Scopes of the token");
  const group = boxes.length > 0 && element("fieldset", { class: "scopes" }, legend, ...labels);
  return {
    nodes: [element("label", { class: "option" }, "Sign in as", select), ...(group ? [group] : [])],
    credential: () => {
      if (select.value === "") return undefined;
      const ticked = boxes.filter(({ checked }) => checked).map(({ value }) => value);
      return { kind: "account", name: select.value, scopes: ticked };
    },
  };
}

function elsewhere(issuer: string): Chooser {
  const text = `Callers need a token of ${issuer}. To sign in here as alice or bob: npm start -- --oauth`;
  return { nodes: [element("p", { class: "option" }, text)], credential: () => undefined };
}

/** The first of the names is chosen. */
function choice(names: readonly string[], none: string): HTMLSelectElement {
  const options = names.map((name) => element("option", { value: name }, name));
  return element("select", {}, ...options, element("option", { value: "" }, none));
}
