/** URLs of the server and of its issuer, as settings have them. */
import * as pulumi from "@pulumi/pulumi";
import { localUrl } from "../local-run";

/** Whether it can stand in quoted texts of a gateway's templates: infra/api/. */
const PLAIN = /^https?:\/\/[\w.~!%&()*+,;=:@/[\]-]+$/;

export function isIssuerUrl(text: string): boolean {
  return isPlainUrl(text) && !/\/\.\.?(\/|$)/.test(text);
}

/** A URL that people use: its path ends in /mcp, behind nothing, a stage or a prefix. */
export function isResourceUrl(text: string): boolean {
  return isPlainUrl(text) && /\/mcp$/.test(text) && new URL(text).href === text;
}

/** https; http on this machine alone, where a local run or an emulator serves. */
function isPlainUrl(text: string): boolean {
  if (!PLAIN.test(text) || !URL.canParse(text)) return false;
  // A name or a password, even an empty one: settings are read by everybody, and so are errors.
  if (/^https?:\/\/[^/]*@/.test(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === "https:" || (isLoopback(hostname) && servesOnThisMachine());
}

function isLoopback(hostname: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
}

function servesOnThisMachine(): boolean {
  const emulator = process.env["AWS_ENDPOINT_URL"] ?? "";
  return (
    localUrl() !== undefined || (URL.canParse(emulator) && isLoopback(new URL(emulator).hostname))
  );
}

/**
 * Whether an audience is that of an API: ID tokens have the client's id for one, and issuers make those
 * up. `client:1` is a URL to a parser, and a name to an issuer.
 */
export function isApiUrl(audience: string): boolean {
  return /^(https:\/\/|api:\/\/|urn:)[^/]/.test(audience) && URL.canParse(audience);
}

/** Whether it is on this machine, as that of a local run. */
export function isLocal(url: string): boolean {
  return URL.canParse(url) && isLoopback(new URL(url).hostname);
}

interface Addresses {
  readonly auth: string;
  readonly domainName: string | undefined;
  readonly publicUrl: string | undefined;
}

/**
 * URL that clients connect to, where it is known before the API is made. A local run serves at its
 * own: where clients sign in at the root, as a domain does, unless publicUrl is the stage's.
 */
export function resourceUrl({ auth, domainName, publicUrl }: Addresses): string | undefined {
  const local = localUrl();
  if (local === undefined) {
    return domainName === undefined ? publicUrl : `https://${domainName}/mcp`;
  }
  const underStage = `/${pulumi.getStack()}/mcp`;
  if (publicUrl !== undefined && new URL(publicUrl).pathname === underStage) {
    return `${local}${underStage}`;
  }
  const isAtRoot = domainName !== undefined || publicUrl !== undefined || auth === "jwt";
  return isAtRoot ? `${local}/mcp` : undefined;
}
