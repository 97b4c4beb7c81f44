/** What is to say beside the lines: who cannot be connected, and what is left to do by hand. */
import { LOCAL_CLIENT } from "../oauth/clients";
import { ACCOUNT_NAMES } from "../oauth/accounts";
import { isOfThisMachine } from "./endpoint-url";
import type { ConnectionAccess } from "./line-parts";
import type { SignIn } from "./server-access";

export function clientNotes(url: string, access: ConnectionAccess): readonly string[] {
  return [...ofAccess(url, access), ...(isOfThisMachine(url) ? [HOSTED] : [])];
}

const HOSTED =
  'Hosted clients (claude.ai, ChatGPT and the like) cannot reach this machine\'s 127.0.0.1: deploy first, then npm run connect -- --url "$(pulumi stack output endpoint)"';

const KEY_NOTES = [
  "Put the key for YOUR_KEY where a client cannot take it from a variable. It is whatever you were given; npm start prints those of a local run.",
  "ChatGPT cannot send a key, and claude.ai and Claude Desktop's connectors mostly offer no field for it: they need auth: jwt.",
];

const IAM_NOTES = [
  "No client signs by itself: the proxy does, with this machine's AWS credentials. It needs uv (https://docs.astral.sh/uv).",
  "Hosted clients (claude.ai, ChatGPT and the like) cannot call this server: they need auth: jwt.",
];

function ofAccess(url: string, access: ConnectionAccess): readonly string[] {
  switch (access.kind) {
    case "none":
      return [];
    case "iam":
      return IAM_NOTES;
    case "apiKey":
      return KEY_NOTES;
    case "jwt":
      return signInNotes(url, access);
  }
}

function signInNotes(url: string, access: SignIn): readonly string[] {
  const { resource, issuer, registration } = access;
  if (issuer === undefined) {
    return [
      "Where to sign in is not known, to clients neither: the server did not say it. A deployed server says it with domainName, or with publicUrl set to this URL.",
    ];
  }
  return [
    `Nothing else is pasted: the client opens a browser, and you sign in at ${issuer}. Where a client asks how to authenticate, choose OAuth.`,
    ...(isOfThisMachine(issuer)
      ? [
          `There you are ${ACCOUNT_NAMES.join(" or ")}. A client that wants a client id by hand: ${LOCAL_CLIENT}, without a secret.`,
        ]
      : []),
    ...(registration === "manual"
      ? [
          `${issuer} takes no clients that register themselves: make a public client there (authorization code, PKCE; redirect http://localhost:8080/callback for Claude Code), and put its id for YOUR_CLIENT_ID. VS Code asks for it; Zed cannot be given one.`,
        ]
      : []),
    ...(resource !== undefined && resource !== url
      ? [`Tokens are for ${resource}: clients must be given this very URL.`]
      : []),
    ...(new URL(resource ?? url).pathname === "/mcp"
      ? []
      : [
          "Claude Code and hosted clients look for the sign-in at the root of the host, and do not find it under a path: they need a server with domainName.",
        ]),
  ];
}
