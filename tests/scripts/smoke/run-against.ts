/** Runs the checks against a server of tests, with a proof. */
import { Connection } from "../../../scripts/smoke/exchange";
import { runSmoke, type SmokeRun } from "../../../scripts/smoke/run-smoke";
import type { Proof } from "../../../scripts/smoke/target";
import { type Received, type Reply, rpcError, startBroken } from "./broken-server";

export type Answer = (received: Received) => Reply | undefined;

export async function runAgainst(answer: Answer, proof: Proof): Promise<SmokeRun> {
  const server = await startBroken(answer);
  const connection = new Connection(server.url);
  try {
    return await runSmoke({ connection, proof, tool: undefined });
  } finally {
    connection.close();
    await server.close();
  }
}

export const NOT_SIGNED = rpcError(-32600, "The request is not signed. Sign it with SigV4.");
const OF_IAM = {
  Message:
    "User: arn:aws:iam::111122223333:user/ci is not authorized to perform: execute-api:Invoke",
};

/** As auth: iam: refuses who signs, too. */
export const withPermission: Answer = ({ headers }) =>
  headers.authorization === undefined
    ? { status: 403, body: NOT_SIGNED }
    : { status: 403, body: OF_IAM };
