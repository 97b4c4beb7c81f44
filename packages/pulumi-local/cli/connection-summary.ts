/** What there is to connect to, in two lines: where it runs, whom it lets in, and which clients can and cannot. */
import { isOfThisMachine } from "./endpoint-url";
import type { ConnectionAccess } from "./line-parts";

export function connectionSummary(url: string, access: ConnectionAccess): string {
  const isHere = isOfThisMachine(url);
  const [who, can, cannot] = clientsOf(access);
  const reach = isHere ? `${can}, on this machine` : can;
  const hosted = "claude.ai, ChatGPT and other hosted clients";
  const others = isHere ? `${hosted} (they cannot reach this machine: deploy first)` : cannot;
  return [
    `${url}: ${placeOf(url, isHere)}, auth: ${access.kind} (${who})`,
    `Can connect: ${reach}.${others === "" ? "" : ` Cannot: ${others}.`}`,
  ].join("\n");
}

function placeOf(url: string, isHere: boolean): string {
  if (isHere) return "npm start on this machine";
  const region = /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/.exec(url)?.[1];
  return region === undefined ? "deployed" : `deployed in ${region}`;
}

type Clients = readonly [who: string, can: string, cannot: string];

function clientsOf(access: ConnectionAccess): Clients {
  switch (access.kind) {
    case "none":
      return ["anyone may call", "every client", ""];
    case "apiKey":
      return [
        "who has a key",
        "clients that send a header of yours",
        "ChatGPT, and mostly claude.ai",
      ];
    case "iam":
      return [
        "who signs with AWS credentials",
        "clients that start a proxy, which signs",
        "claude.ai, ChatGPT and other hosted clients",
      ];
    case "jwt":
      return access.issuer === undefined
        ? ["who has a token", "clients that are given a token", "whoever would sign in"]
        : [`who signs in at ${access.issuer}`, "clients that sign in with OAuth", ""];
  }
}
