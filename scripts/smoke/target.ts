/** The server that is looked at, and who calls it. */
import { setTimeout as wait } from "node:timers/promises";
import type { Connection, Exchange, Sent } from "./exchange";

export interface Target {
  readonly connection: Connection;
  readonly proof: Proof;
  /** The tool that is called, and its arguments; default: one that takes nothing and only reads. */
  readonly tool: { readonly name: string; readonly args: unknown } | undefined;
}

/** What proves who calls. */
export interface Proof {
  /**
   * Headers for one request: a signature covers its body. {} for nothing.
   *
   * @throws UserError where this machine has nothing to prove it with.
   */
  readonly headers: ProofHeaders;
  /**
   * "option": somebody has named it, and it must do. "stack": what who deploys the stack happens to
   * have, who need not be one who may call. "machine": what is there, for a URL.
   */
  readonly from: "option" | "stack" | "machine";
}

export type ProofHeaders = (sent: SentRequest) => Promise<Readonly<Record<string, string>>>;

export const NOTHING: ProofHeaders = () => Promise.resolve({});

export interface SentRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** How often a throttled request is sent again: it is this command that asks so quickly. */
const MAX_AGAIN = 3;

/** Sends as `ask`, and waits while it is throttled. */
export async function askPatiently(target: Target, sent: Sent): Promise<Exchange> {
  for (let time = 0; ; time += 1) {
    const exchange = await ask(target, sent);
    const isThrottled = exchange.kind === "answered" && exchange.status === 429;
    if (!isThrottled || time === MAX_AGAIN) return exchange;
    const seconds = Math.min(3, Number(exchange.headers["retry-after"]) || 1);
    await wait(seconds * 1000);
  }
}

/** Sends with the proof of who calls. */
export async function ask(
  { connection, proof }: Target,
  { method = "POST", headers = {}, body }: Sent,
): Promise<Exchange> {
  const proven = await proof.headers({ method, headers, body });
  const sent = { method, headers: { ...headers, ...proven } };
  return connection.send(body === undefined ? sent : { ...sent, body });
}
