/** The part of a browser, and of the person before it: opens the page of a sign-in and sends its form. */
export class Browser {
  /** Scope, resource and client of each authorization. */
  asked = [];
  #account;
  #boxes;
  #redirect;

  constructor({ account, boxes = [] }) {
    this.#account = account;
    this.#boxes = [...boxes];
  }

  async open(url) {
    const { searchParams } = new URL(url);
    this.asked.push({ scope: searchParams.get("scope"), resource: searchParams.get("resource") });
    const begun = await fetch(url, { redirect: "manual" });
    const location = new URL(begun.headers.get("location") ?? "about:blank", url);
    // Refused without a page.
    if (!location.pathname.startsWith("/sign-in/")) return this.#arrive(location, begun);
    const cookie = begun.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ");
    const page = await (await fetch(location, { headers: { cookie } })).text();
    const shown = [...page.matchAll(/name="scope" value="([^"]+)"/g)].map(([, scope]) => scope);
    const ticked = this.#boxes.shift() ?? shown;
    const body = new URLSearchParams({ account: this.#account });
    for (const scope of shown) if (ticked.includes(scope)) body.append("scope", scope);
    const headers = { cookie, origin: location.origin };
    const sent = await fetch(location, { method: "POST", headers, body, redirect: "manual" });
    const resumed = await fetch(sent.headers.get("location"), {
      headers: { cookie },
      redirect: "manual",
    });
    this.#arrive(new URL(resumed.headers.get("location")), resumed);
  }

  #arrive(redirect, response) {
    if (redirect.protocol === "about:") throw new Error(`the issuer answered ${response.status}`);
    this.#redirect = redirect;
  }

  /** Where the client is to go on; once. */
  takeRedirect() {
    const redirect = this.#redirect;
    this.#redirect = undefined;
    return redirect;
  }
}
