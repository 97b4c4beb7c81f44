/** Who calls, as the options of a command say it. */
import { UserError } from "../user-error";
import type { Arguments, Options } from "./arguments";
import { isOfThisMachine } from "./endpoint-url";
import type { Proof } from "./mcp-exchange";

const text = { type: "string" } as const;

export const PROOF_OPTIONS = {
  as: text,
  scopes: text,
  key: text,
  "key-env": text,
  "token-env": text,
  signed: { type: "boolean" },
} as const satisfies Options;

export const PROOF_USAGE = `PROOF, who calls; at most one:
  --as WHO              alice or bob, signed in at the issuer of npm start -- --oauth
    --scopes "A B"      with these scopes alone; default all that there are, "" for none
  --key NAME            an API key of npm start, by its name
  --signed              with what stands for a signature, for npm start (auth: iam)
  --key-env VARIABLE    the API key that this environment variable holds
  --token-env VARIABLE  the access token that this environment variable holds
`;

const PROOFS = ["as", "key", "signed", "key-env", "token-env"] as const;

/** @throws UserError when there are several, or one that the endpoint cannot take. */
export function readProof(args: Arguments, url: string): Proof {
  const [first, second] = PROOFS.filter((name) => args.flag(name) || args.text(name) !== undefined);
  if (second !== undefined)
    throw new UserError(`Give --${String(first)} or --${second}, not both.`);
  const scopes = args.text("scopes");
  if (scopes !== undefined && first !== "as") {
    throw new UserError("--scopes goes with --as; a token has the scopes that it has.");
  }
  if (first === "key-env" || first === "token-env") return { headers: variableProof(args, first) };
  if (first === undefined) return { headers: {} };
  if (!isOfThisMachine(url)) {
    throw new UserError(
      `--${first} is for the server of npm start. For another give --token-env or --key-env, with the name of an environment variable.`,
    );
  }
  if (first === "signed") return { credential: { kind: "signature" } };
  const name = args.text(first) ?? "";
  if (first === "key") return { credential: { kind: "key", name } };
  const list = scopes?.split(/[\s,]+/).filter((scope) => scope !== "");
  return { credential: { kind: "account", name, scopes: list } };
}

/**
 * The header with the key or token that an environment variable holds.
 * @throws UserError when it is not set, or holds what no header can.
 */
export function variableProof(
  args: Arguments,
  option: "key-env" | "token-env",
): Readonly<Record<string, string>> {
  const name = args.text(option) ?? "";
  const value = process.env[name]?.trim() ?? "";
  if (/^[\x21-\x7e]+$/.test(value)) {
    return option === "key-env" ? { "x-api-key": value } : { authorization: `Bearer ${value}` };
  }
  throw new UserError(
    value === ""
      ? `The environment variable ${name} is not set; --${option} takes the name of one, not the value.`
      : `The environment variable ${name} holds characters that no header can.`,
  );
}
