/** Looks at both versions until the new one does worse, or its time is over. */
import { UserError } from "pulumi-local";
import { stackCommand } from "../versions/stack-command";
import type { Routing } from "../versions/versioned-function";
import { NOTHING, type VersionCounts, whyWorse } from "./judge";

export interface Watched {
  /** The stack's name. */
  readonly stack: string;
  readonly live: number;
  readonly next: number;
  /** From when on it is counted. */
  readonly since: Date;
  /** How long it is looked at, from now on. */
  readonly minutes: number;
  readonly secondsBetween: number;
}

/** What is outside of this process. */
export interface Outside {
  readonly routing: () => Promise<Routing>;
  readonly counts: (since: Date) => Promise<ReadonlyMap<number, VersionCounts>>;
  readonly wait: (ms: number) => Promise<unknown>;
  readonly now: () => number;
  readonly say: (line: string) => unknown;
}

export type Verdict =
  | { readonly kind: "forward" }
  | { readonly kind: "back"; readonly why: string }
  /** Somebody else has moved the alias. */
  | { readonly kind: "moved"; readonly routing: Routing };

/** It is not looked at for longer than this, and then neither way is right. */
const MAX_BLIND_MS = 10 * 60_000;

/**
 * Goes forward only right after a look that found nothing worse.
 *
 * @throws UserError where it could not look for ten minutes: the alias stays as it is.
 */
export async function watch(watched: Watched, outside: Outside): Promise<Verdict> {
  const { now, wait, say } = outside;
  const end = now() + watched.minutes * 60_000;
  let seen = now();
  for (;;) {
    await wait(Math.max(0, Math.min(watched.secondsBetween * 1_000, end - now())));
    try {
      const verdict = await look(watched, outside);
      if (verdict !== undefined) return verdict;
      seen = now();
      if (seen >= end) return { kind: "forward" };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      say(`could not look: ${error.message}`);
      if (now() - seen > MAX_BLIND_MS) throw blind(error, watched);
      // At the end it would not wait by itself.
      if (now() >= end) await wait(watched.secondsBetween * 1_000);
    }
  }
}

async function look(
  { live, next, since }: Watched,
  { routing, counts, say }: Outside,
): Promise<Verdict | undefined> {
  const found = await routing();
  if (found.version !== live || found.next?.version !== next) {
    return { kind: "moved", routing: found };
  }
  const all = await counts(since);
  const [ofNext, ofLive] = [all.get(next) ?? NOTHING, all.get(live) ?? NOTHING];
  say(`version ${next}: ${inWords(ofNext)}; version ${live}: ${inWords(ofLive)}`);
  const why = whyWorse(ofNext, ofLive);
  return why === undefined ? undefined : { kind: "back", why };
}

function inWords({ calls, failed, invocations, crashed }: VersionCounts): string {
  return `${invocations} invocations, ${crashed} crashed, ${calls} tool calls, ${failed} failed`;
}

/** What somebody does with a rollout that nobody looks at. */
export function onOrBack(stack: string): string {
  return `Go on: ${stackCommand(stack, "rollout")}. Go back: ${stackCommand(stack, "rollout", "--abort")}`;
}

function blind({ message }: UserError, { stack, next }: Watched): UserError {
  return new UserError(
    `It could not be looked at for ten minutes (${message}), so it is left as it is: a part of the calls goes to version ${next}. ${onOrBack(stack)}`,
  );
}
