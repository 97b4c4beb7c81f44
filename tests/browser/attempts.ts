/** Ways in which a page has its browser send something to a server that does not allow its origin. */
import type { Page } from "playwright-core";
import { SENT_ON } from "./pages";

export interface Attempt {
  readonly name: string;
  /**
   * Whether the browser asks first, with a preflight, and sends nothing when that is refused; others
   * are sent at once, and whether the page may read the answer is all that the browser decides.
   * https://fetch.spec.whatwg.org/#cors-preflight-fetch
   */
  readonly asksFirst: boolean;
  /** Whether its body is the message. */
  readonly isCall: boolean;
  /**
   * Text of an async function's body. It knows `url`, the message `body`, and the headers `proof` of
   * somebody who may call, and returns what it could read, if anything.
   */
  readonly script: string;
}

export interface Target {
  readonly url: string;
  readonly body: string;
  readonly proof: Readonly<Record<string, string>>;
}

/** What the scripts have in common. */
const PRELUDE = `
  const read = async (response) => response.text();
  // As text, browsers put "=" between a field's name and value: what comes is still JSON.
  const [name, value] = [body.slice(0, -1) + ',"x":"', '"}'];
  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  const form = (action) => {
    const form = Object.assign(document.createElement("form"), { method: "POST", action });
    form.append(Object.assign(document.createElement("input"), { name, value }));
    document.body.append(form);
    return form;
  };
  const frame = (attributes) => {
    const frame = Object.assign(document.createElement("iframe"), attributes);
    document.body.append(frame);
    return frame;
  };
  const json = { "content-type": "application/json" };
  const credentials = "include";
  const inQuery = url + "&" + new URLSearchParams({ access_token: Object.values(proof)[0], ...proof });
`;

const AT_ONCE: Readonly<Record<string, string>> = {
  "fetch of text": `return read(await fetch(url, { method: "POST", body }));`,
  "fetch of text, with cookies": `return read(await fetch(url, { method: "POST", body, credentials }));`,
  "fetch of a form's type": `return read(await fetch(url, { method: "POST", body: new URLSearchParams({ access_token: Object.values(proof)[0], body }) }));`,
  "fetch that cannot be read, whose headers the browser drops": `return read(await fetch(url, { method: "POST", mode: "no-cors", credentials, headers: { ...json, ...proof }, body }));`,
  "fetch that outlives the page": `return read(await fetch(url, { method: "POST", mode: "no-cors", keepalive: true, body }));`,
  "fetch that is sent on by a server of the page": `return read(await fetch("${SENT_ON}" + encodeURIComponent(url), { method: "POST", body }));`,
  "fetch of GET, with token and key in the URL": `return read(await fetch(inQuery));`,
  "fetch of text, with token and key in the URL": `return read(await fetch(inQuery, { method: "POST", body }));`,
  "XMLHttpRequest of text": `
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.withCredentials = true;
    return new Promise((resolve) => {
      request.onloadend = () => resolve(request.responseText);
      request.send(body);
    });`,
  "sendBeacon of text": `navigator.sendBeacon(url, body);`,
  "sendBeacon of a form": `navigator.sendBeacon(url, new URLSearchParams({ body }));`,
  "form of text in a frame": `
    frame({ name: "of-text" });
    Object.assign(form(url), { enctype: "text/plain", target: "of-text" }).submit();`,
  "form of several parts in a frame": `
    frame({ name: "of-parts" });
    Object.assign(form(url), { enctype: "multipart/form-data", target: "of-parts" }).submit();`,
  "form of a frame without an origin": `
    frame({ sandbox: "allow-forms allow-scripts", srcdoc: '<form method="POST" enctype="text/plain" action="' + escaped(url) + '"><input name="' + escaped(name) + '" value="' + escaped(value) + '"></form><script>document.forms[0].submit()</script>' });`,
  "form in a window of its own": `
    Object.assign(form(url), { enctype: "text/plain", target: "_blank", rel: "noreferrer" }).submit();`,
  "form that is sent on by a server of the page": `
    frame({ name: "sent-on" });
    Object.assign(form("${SENT_ON}" + encodeURIComponent(url)), { enctype: "text/plain", target: "sent-on" }).submit();`,
  "navigation of a frame": `frame({ src: inQuery });`,
  "navigation of a window": `window.open(inQuery);`,
  image: `document.body.append(Object.assign(new Image(), { src: inQuery }));`,
  script: `document.body.append(Object.assign(document.createElement("script"), { src: inQuery }));`,
  EventSource: `
    const source = new EventSource(inQuery, { withCredentials: true });
    return new Promise((resolve) => {
      source.onmessage = ({ data }) => resolve(data);
      source.onerror = () => { source.close(); resolve(""); };
    });`,
  WebSocket: `
    const socket = new WebSocket(inQuery.replace("http:", "ws:"), ["bearer." + Object.values(proof)[0].replace(/[^\\w.-]/g, "")]);
    return new Promise((resolve) => {
      socket.onopen = () => resolve("open");
      socket.onerror = () => resolve("");
    });`,
};

const ASKING_FIRST: Readonly<Record<string, string>> = {
  "fetch of JSON": `return read(await fetch(url, { method: "POST", headers: json, body }));`,
  "fetch of JSON by one who may call": `return read(await fetch(url, { method: "POST", headers: { ...json, ...proof }, body }));`,
  "fetch of JSON by one who may call, with cookies": `return read(await fetch(url, { method: "POST", headers: { ...json, ...proof }, body, credentials }));`,
  "fetch of text by one who may call": `return read(await fetch(url, { method: "POST", headers: proof, body }));`,
  "fetch of GET by one who may call": `return read(await fetch(url, { headers: proof }));`,
  "fetch of DELETE": `return read(await fetch(url, { method: "DELETE" }));`,
  "fetch of text with headers of the protocol": `return read(await fetch(url, { method: "POST", headers: { "mcp-method": "tools/call", "mcp-name": "who-am-i" }, body }));`,
  "sendBeacon of JSON": `navigator.sendBeacon(url, new Blob([body], { type: "application/json" }));`,
  "XMLHttpRequest by one who may call": `
    const request = new XMLHttpRequest();
    request.open("POST", url);
    for (const [name, value] of Object.entries({ ...json, ...proof })) request.setRequestHeader(name, value);
    return new Promise((resolve) => {
      request.upload.onprogress = () => {};
      request.onloadend = () => resolve(request.responseText);
      request.send(body);
    });`,
};

/** Sent for what comes with the URL or the headers, or in a form that is no JSON. */
const NO_CALLS: ReadonlySet<string> = new Set([
  "fetch of a form's type",
  "fetch of GET, with token and key in the URL",
  "sendBeacon of a form",
  "form of several parts in a frame",
  "navigation of a frame",
  "navigation of a window",
  "image",
  "script",
  "EventSource",
  "WebSocket",
  "fetch of GET by one who may call",
  "fetch of DELETE",
]);

export const ATTEMPTS: readonly Attempt[] = [
  ...Object.entries(AT_ONCE).map((each) => ({ ...named(each), asksFirst: false })),
  ...Object.entries(ASKING_FIRST).map((each) => ({ ...named(each), asksFirst: true })),
];

function named([name, script]: readonly [string, string]): Omit<Attempt, "asksFirst"> {
  return { name, script, isCall: !NO_CALLS.has(name) };
}

/** What the page could read, "" for nothing. Whether anything has arrived is the server's to say. */
export function attempt(page: Page, { script }: Attempt, target: Target): Promise<string> {
  const text = `(async ({ url, body, proof }) => {
    ${PRELUDE}
    ${script}
  })(${JSON.stringify(target)}).then((seen) => seen ?? "", () => "")`;
  return page.evaluate(text);
}
