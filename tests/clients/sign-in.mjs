/**
 * The official clients sign in, as a person with a browser would: `node sign-in.mjs WANTED`, JSON of
 *   url, version ("1", "2025", "auto"), registration ("dcr", "local-client", or a URL of metadata),
 *   account, boxes (scopes to tick, one list a sign-in; default all), calls (names of tools),
 *   expiredToken (takes the place of the token before the second call).
 * Prints as JSON what was asked of the issuer, what tools answered, and complaints.
 */
import { Browser } from "./browser.mjs";

const wanted = JSON.parse(process.argv[2]);
const REDIRECT = "http://127.0.0.1:8765/callback";
const browser = new Browser(wanted);
const grants = [];

/** What an application keeps for the client. */
class Provider {
  redirectUrl = REDIRECT;
  clientMetadata = {
    client_name: "sign-in test",
    redirect_uris: [REDIRECT],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
  };
  clientMetadataUrl = wanted.registration.startsWith("https:") ? wanted.registration : undefined;
  #client = wanted.registration === "local-client" ? { client_id: wanted.registration } : undefined;
  #tokens;
  #verifier;

  clientInformation = () => this.#client;
  saveClientInformation = (client) => (this.#client = client);
  tokens = () => this.#tokens;
  saveTokens = (tokens) => (this.#tokens = tokens);
  saveCodeVerifier = (verifier) => (this.#verifier = verifier);
  codeVerifier = () => this.#verifier;
  redirectToAuthorization = (url) => browser.open(url);
}

/** Tells which grants were asked for. */
async function tellingFetch(url, init) {
  const body = init?.body instanceof URLSearchParams ? init.body : undefined;
  if (body?.has("grant_type")) grants.push(body.get("grant_type"));
  return fetch(url, init);
}

async function load() {
  if (wanted.version !== "1") return import("@modelcontextprotocol/client");
  const { Client } = await import("@modelcontextprotocol/sdk/client/index.js");
  return { Client, ...(await import("@modelcontextprotocol/sdk/client/streamableHttp.js")) };
}

const { Client, StreamableHTTPClientTransport } = await load();
const authProvider = new Provider();
const newTransport = () =>
  new StreamableHTTPClientTransport(new URL(wanted.url), { authProvider, fetch: tellingFetch });
const options = wanted.version === "auto" ? { versionNegotiation: { mode: "auto" } } : {};
const newClient = () => new Client({ name: "sign-in", version: "1.0.0" }, options);

/** Does something; where a sign-in is needed first, once more after it. */
async function signedIn(transport, act) {
  try {
    return await act();
  } catch (error) {
    const redirect = browser.takeRedirect();
    if (redirect === undefined) throw error;
    const failed = redirect.searchParams.get("error");
    if (failed !== null) throw new Error(failed);
    await transport().finishAuth(
      redirect.searchParams.get("code"),
      redirect.searchParams.get("iss"),
    );
    return act();
  }
}

let client;
let transport;
const results = {};
const complaints = [];
try {
  await signedIn(
    () => transport,
    async () => {
      client = newClient();
      transport = newTransport();
      await client.connect(transport);
    },
  );
  for (const [index, name] of wanted.calls.entries()) {
    if (index === 1 && wanted.expiredToken !== undefined) {
      authProvider.saveTokens({ ...authProvider.tokens(), access_token: wanted.expiredToken });
    }
    const result = await signedIn(
      () => transport,
      () => client.callTool({ name, arguments: {} }),
    );
    const text = result.content.map((item) => item.text).join("\n");
    results[name] = result.structuredContent ?? (result.isError ? { isError: text } : text);
  }
  await client.close();
} catch (error) {
  complaints.push(String(error));
}
const { clientInformation, clientMetadataUrl } = authProvider;
const clientId = clientInformation()?.client_id ?? clientMetadataUrl;
console.log(JSON.stringify({ asked: browser.asked, grants, results, complaints, clientId }));
