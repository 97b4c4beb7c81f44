/** A local server that takes tokens (tests/fixtures/signed-in), and the issuer that they come from. */
import * as path from "node:path";
import {
  declaredAccess,
  type IssuerOptions,
  type LocalIssuer,
  LocalServer,
  startIssuer,
} from "pulumi-local";
import { UNTHROTTLED } from "./local-server";
import { stackSettings } from "./program";

export interface SignedInServer {
  readonly issuer: LocalIssuer;
  readonly server: LocalServer;
  readonly endpoint: string;
  /** All that the functions and the issuer wrote. */
  readonly log: () => string;
  readonly close: () => Promise<void>;
}

const PROGRAM = path.join(__dirname, "..", "fixtures", "signed-in");

/** @param config settings beside auth and jwtIssuer. */
export async function startSignedInServer(
  config: Readonly<Record<string, string>> = {},
  issuerOptions: Partial<IssuerOptions> = {},
): Promise<SignedInServer> {
  let log = "";
  let server: LocalServer | undefined;
  const onFailure = (text: string): void => {
    log += `${text}\n`;
  };
  const issuer = await startIssuer({
    port: 0,
    onFailure,
    resource: () => {
      const access = server && declaredAccess(server.program);
      return access?.kind === "jwt"
        ? { url: access.resource, scopes: access.scopes }
        : { url: "", scopes: [] };
    },
    ...issuerOptions,
  });
  const jwt = { "mcp-server:auth": "jwt", "mcp-server:jwtIssuer": issuer.url };
  try {
    server = await LocalServer.start({
      settings: stackSettings({ ...UNTHROTTLED, ...jwt, ...config }),
      port: 0,
      programFolder: PROGRAM,
      onWarning: () => undefined,
      onLine: (line) => {
        log += `${line}\n`;
      },
      onFailure,
    });
  } catch (error) {
    await issuer.close();
    throw error;
  }
  const started = server;
  return {
    issuer,
    server: started,
    endpoint: started.endpoint,
    log: () => log,
    close: async () => {
      await started.close();
      await issuer.close();
    },
  };
}
