/** The product as it is deployed with `auth: none` and with `auth: jwt`. */
import * as path from "node:path";
import { PROJECT_ROOT, type StackSettings } from "pulumi-local";
import { bundledSettings } from "../../scripts/bundled-settings";
import { type UnpackedFunction, unpackFunctions } from "../contestants";

export const RESOURCE_URL = "https://mcp.example.com/mcp";

export interface Archives {
  readonly open: UnpackedFunction;
  readonly withToken: UnpackedFunction;
  readonly authorizer: UnpackedFunction;
}

export async function unpackArchives(settings: StackSettings, folder: string): Promise<Archives> {
  const unpack = async (auth: string, values: StackSettings["config"]) =>
    unpackFunctions(
      bundledSettings(settings, { auth, ...values }),
      PROJECT_ROOT,
      path.join(folder, auth),
    );
  const open = await unpack("none", {});
  const jwt = await unpack("jwt", {
    // Of an issuer that nobody has: measured processes get another one.
    jwtIssuer: "https://issuer.example.com",
    publicUrl: RESOURCE_URL,
    jwtScopes: "orders:read",
    jwtClaims: "email,groups",
  });
  return {
    open: named(open, "mcp-server"),
    withToken: named(jwt, "mcp-server"),
    authorizer: named(jwt, "mcp-authorization-authorizer"),
  };
}

function named(functions: ReadonlyMap<string, UnpackedFunction>, name: string): UnpackedFunction {
  const found = functions.get(name);
  if (found === undefined) throw new Error(`the program declares no function ${name}`);
  return found;
}
