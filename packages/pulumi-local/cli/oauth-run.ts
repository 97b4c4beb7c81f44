/** `npm start -- --oauth`: a local run whose clients sign in at an issuer of this machine. */
import * as path from "node:path";
import { declaredAccess } from "../oauth/declared-access";
import type { LocalServer } from "../local-server";
import type { TokenResource } from "../oauth/provider";
import type { DeclaredProgram } from "../program/declared";
import { PROJECT_ROOT } from "../program/project-root";
import type { StackSettings } from "../program/stack-settings";
import { UserError } from "../user-error";

/**
 * Settings of another issuer, another mode, or a place that is not this machine. What tokens must
 * carry (jwtScopes, jwtClaims) and authCacheSeconds stay.
 */
const DROPPED = [
  "jwtAudience",
  "jwtClients",
  "jwtScopePrefix",
  "jwtScopeClaims",
  "jwtJwksUri",
  "domainName",
  "certificateArn",
  "hostedZoneId",
  "publicUrl",
  "apiKeys",
  "apiKeyRate",
  "apiKeyBurst",
  "apiKeyQuotaPerDay",
];

/** The stack's settings, with the issuer of this machine in place of any other. */
export function oauthSettings(settings: StackSettings, issuerUrl: string): StackSettings {
  const { project } = settings;
  const dropped = new Set(DROPPED.map((key) => `${project}:${key}`));
  const kept = Object.entries(settings.config).filter(([key]) => !dropped.has(key));
  const jwt = { [`${project}:auth`]: "jwt", [`${project}:jwtIssuer`]: issuerUrl };
  return { ...settings, config: { ...Object.fromEntries(kept), ...jwt } };
}

/**
 * Port of the issuer: the one that is given, or the one after the server's.
 *
 * @throws UserError where there is none after it.
 */
export function issuerPort(given: number | undefined, serverPort: number): number {
  if (given !== undefined) return given;
  if (serverPort === 0 || serverPort < MAX_PORT) return serverPort && serverPort + 1;
  throw new UserError(
    `--port is ${serverPort}, and the issuer's default is the port after it: name another with --oauth-port, for example --oauth-port ${serverPort - 1}.`,
  );
}

const MAX_PORT = 65_535;

export interface OauthRun {
  /** URL of the issuer. */
  readonly url: string;
  /**
   * Lets clients, and the page, sign in to a server from now on.
   *
   * @throws UserError when its program has not taken the settings, so that nobody could.
   */
  readonly serve: (server: LocalServer) => void;
}

/**
 * Starts the issuer. It keeps what it remembers by its port, so that clients stay signed in when
 * `npm start` is restarted.
 *
 * @param port on 127.0.0.1; 0 for any free one.
 * @param onFailure receives, in words, faults of the issuer itself.
 * @throws UserError when the port is taken.
 */
export async function startOauthRun(
  port: number,
  onFailure: (text: string) => void,
): Promise<OauthRun> {
  // Not before: nothing else needs it.
  const { startIssuer } = await import("../oauth/issuer");
  let served: LocalServer | undefined;
  const issuer = await startIssuer({
    port,
    file: port === 0 ? undefined : path.join(PROJECT_ROOT, ".cache", `local-issuer-${port}.json`),
    onFailure,
    // The program's authorizer fetches the keys before it is served.
    resource: () => (served === undefined ? NOTHING : resourceOf(served.program)),
  });
  return {
    url: issuer.url,
    serve: (server) => {
      resourceOf(server.program);
      served = server;
      server.observability.offerSignIn(issuer);
    },
  };
}

const NOTHING: TokenResource = { url: "", scopes: [] };

function resourceOf(program: DeclaredProgram): TokenResource {
  const access = declaredAccess(program);
  if (access.kind === "jwt" && access.resource !== "") {
    return { url: access.resource, scopes: access.scopes };
  }
  throw new UserError(
    "--oauth sets auth to jwt, and the program declares no API that wants tokens and says where they come from. Run it without --oauth.",
  );
}
