/** What proves who calls: a token, a key, or a signature over each request. */
import {
  type Arguments,
  findServerAccess,
  isOfThisMachine,
  UserError,
  variableProof,
} from "pulumi-local";
import { signer } from "./signer";
import type { Subject } from "./subject";
import { NOTHING, type Proof, type ProofHeaders } from "./target";

/** What the server wants, where this machine has it: the stack's first API key, or a signature. */
export async function findProof(subject: Subject): Promise<Proof> {
  return {
    headers: await headersFor(subject),
    from: subject.aws === undefined ? "machine" : "stack",
  };
}

async function headersFor(subject: Subject): Promise<ProofHeaders> {
  const access = await findServerAccess(subject.url);
  if (access.kind === "apiKey") {
    const [key] = Object.values(subject.keys?.() ?? {});
    return key === undefined ? NOTHING : () => Promise.resolve({ "x-api-key": key });
  }
  return access.kind === "iam" ? signatureFor(subject) : NOTHING;
}

/** `npm start` looks only whether there is a signature. */
function signatureFor({ url, aws }: Subject): ProofHeaders {
  const isLocal = isOfThisMachine(url) && aws === undefined;
  if (!isLocal) return signer(url, aws);
  return () => Promise.resolve({ authorization: "AWS4-HMAC-SHA256 local" });
}

const PROOFS = ["token-env", "key-env", "signed"] as const;

/** @throws UserError when several are given, or a variable is not set. */
export async function readProof(args: Arguments, subject: Subject): Promise<Proof> {
  const [option, another] = PROOFS.filter(
    (name) => args.flag(name) || args.text(name) !== undefined,
  );
  if (another !== undefined) {
    throw new UserError(`Give --${String(option)} or --${another}, not both.`);
  }
  if (option === undefined) return findProof(subject);
  if (option === "signed") return { headers: signatureFor(subject), from: "option" };
  const headers = variableProof(args, option);
  return { headers: () => Promise.resolve(headers), from: "option" };
}
