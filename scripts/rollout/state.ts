/** Where a rollout stands, which is read of the alias and of the setting `version` alone. */
import { UserError } from "pulumi-local";
import type { Routing } from "../versions/versioned-function";

export type RolloutState =
  /** No part of the calls goes to a second version. */
  | { readonly step: "begin"; readonly live: number }
  /** A part of them does; not yet for long enough, as far as anybody knows. */
  | {
      readonly step: "watch";
      readonly live: number;
      readonly next: number;
      readonly weight: number;
    }
  /** It was decided to go forward: the setting has the new version. */
  | { readonly step: "forward"; readonly live: number; readonly next: number };

/** @throws UserError where alias and setting contradict each other, and neither is a rollout's. */
export function rolloutState({ version, next }: Routing, pin: number | undefined): RolloutState {
  if (next === undefined) {
    if (pin === undefined || pin === version) return { step: "begin", live: version };
    throw new UserError(
      `The setting version is ${pin}, but version ${version} is live. Make it so first: npm run rollback -- --to ${pin}, or take the setting away: npm run rollback -- --clear`,
    );
  }
  if (pin === next.version) return { step: "forward", live: version, next: next.version };
  return { step: "watch", live: version, next: next.version, weight: next.weight };
}
