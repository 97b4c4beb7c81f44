/** What proves who calls: a token, a key, or a signature over each request. */
import { type readArguments, UserError } from "pulumi-local";
import { signer } from "./signer";
import type { ProofHeaders } from "./target";

type Arguments = ReturnType<typeof readArguments>;

/** @throws UserError when several are given, or a variable is not set. */
export function readProof(args: Arguments, url: string): ProofHeaders {
  const given = ["token-env", "key-env", "signed"].filter(
    (option) => args.flag(option) || args.text(option) !== undefined,
  );
  const [option, another] = given;
  if (another !== undefined)
    throw new UserError(`Give --${String(option)} or --${another}, not both.`);
  if (option === "signed") return signer(url);
  if (option === undefined) return () => Promise.resolve({});
  const value = variable(args.text(option) ?? "", option);
  const headers: Readonly<Record<string, string>> =
    option === "key-env" ? { "x-api-key": value } : { authorization: `Bearer ${value}` };
  return () => Promise.resolve(headers);
}

function variable(name: string, option: string): string {
  const value = process.env[name]?.trim() ?? "";
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new UserError(
    value === ""
      ? `The environment variable ${name} is not set; --${option} takes the name of one, not the value.`
      : `The environment variable ${name} holds characters that no header can.`,
  );
}
