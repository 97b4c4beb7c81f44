/** The product as it is deployed with `auth: none` and with `auth: jwt`. */
import * as path from "node:path";
import { PROJECT_ROOT, type StackSettings } from "pulumi-local";
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
      { ...settings, config: configWith(settings, { auth, ...values }) },
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

/** What decides what is bundled, whoever may call this stack. */
function configWith(
  { project, config }: StackSettings,
  values: StackSettings["config"],
): StackSettings["config"] {
  const kept = ["aws:region", `${project}:bundleAwsSdk`, `${project}:allowDynamicRequire`];
  const own = Object.entries(values).map(([key, value]) => [`${project}:${key}`, value]);
  const entries = Object.entries(config).filter(([key]) => kept.includes(key));
  return Object.fromEntries([...entries, ...own]) as StackSettings["config"];
}

function named(functions: ReadonlyMap<string, UnpackedFunction>, name: string): UnpackedFunction {
  const found = functions.get(name);
  if (found === undefined) throw new Error(`the program declares no function ${name}`);
  return found;
}
