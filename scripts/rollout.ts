/**
 * `npm run rollout`: publishes a new version, sends a part of the calls to it, looks whether it does
 * worse than the live one, and goes forward or back by itself. Run again, it goes on where it was
 * ended. Exit status: 0 forward (or nothing to roll out), 1 back, 130 interrupted.
 */
import { setTimeout } from "node:timers/promises";
import { readArguments, runCommand, UserError } from "pulumi-local";
import { runPulumi, shortOutput } from "./pulumi/pulumi-cli";
import { refuseWrongSettings } from "./pulumi/settings-check";
import { type RolloutState, rolloutState } from "./rollout/state";
import { goBack, goForward, publish, type Rollout } from "./rollout/steps";
import { VersionLog } from "./rollout/version-counts";
import { onOrBack, type Verdict, watch, type Watched } from "./rollout/watch";
import { deployedStack } from "./versions/deployed-stack";
import { pruneVersions } from "./versions/prune";
import { stackCommand } from "./versions/stack-command";
import { VersionedFunction } from "./versions/versioned-function";

type Arguments = ReturnType<typeof readArguments>;

const USAGE = `npm run rollout -- [--percent NUMBER] [--minutes NUMBER] [--abort] [--stack NAME]

  --percent NUMBER  part of the calls that the new version gets, 1 to 99; default 10
  --minutes NUMBER  how long it is looked at, 1 to 1440; default 10
  --every NUMBER    seconds between two looks, 5 to 300; default 30
  --abort           sends all calls back to the version that most of them go to
  --stack NAME      stack; default: the one that is selected
`;

const OPTIONS = {
  percent: { type: "string" },
  minutes: { type: "string" },
  every: { type: "string" },
  abort: { type: "boolean" },
  stack: { type: "string", short: "s" },
} as const;

const say = (line: string): unknown => process.stdout.write(`${line}\n`);

runCommand(async () => {
  const args = readArguments(process.argv.slice(2), OPTIONS, USAGE);
  const name = args.text("stack");
  const place = name === undefined ? [] : ["--stack", name];
  const stack = deployedStack(place);
  const lambda = new VersionedFunction(stack, stack.functionName);
  const deploy = async (): Promise<number> => {
    await refuseWrongSettings(place);
    return runPulumi(["up", "--yes", ...shortOutput(), ...place]);
  };
  const rollout = { stack, lambda, deploy, say };
  const routing = await lambda.routing();
  if (args.flag("abort")) {
    if (routing.next === undefined) say("No rollout is under way: nothing is changed.");
    else await goBack(routing.version, rollout);
    return;
  }
  if (stack.isKeptReady) {
    throw new UserError(
      "An alias whose environments are kept ready takes no second version: npm run up, or take the setting provisionedConcurrency away first (pulumi config rm provisionedConcurrency, npm run up).",
    );
  }
  await goOn(rolloutState(routing, stack.pin), rollout, args);
});

async function goOn(state: RolloutState, rollout: Rollout, args: Arguments): Promise<void> {
  if (state.step === "forward") {
    await finish(state.next, rollout);
    return;
  }
  const watched =
    state.step === "watch"
      ? await goOnWatching(state, rollout, args)
      : await begin(state.live, rollout, args);
  if (watched === undefined) return;
  const { lambda } = rollout;
  const log = new VersionLog(rollout.stack);
  process.once("SIGINT", () => {
    say(
      `Interrupted: a part of the calls goes to version ${watched.next}. ${onOrBack(rollout.stack.name)}`,
    );
    process.exit(130);
  });
  const minutes = args.wholeNumber("minutes", 1, 1_440) ?? 10;
  const secondsBetween = args.wholeNumber("every", 5, 300) ?? 30;
  const verdict = await watch(
    { ...watched, stack: rollout.stack.name, minutes, secondsBetween },
    {
      routing: () => lambda.routing(),
      counts: (since) => log.counts(since),
      wait: (ms) => setTimeout(ms),
      now: () => Date.now(),
      say,
    },
  );
  await follow(verdict, watched, rollout);
}

type Pair = Pick<Watched, "live" | "next" | "since">;

async function begin(live: number, rollout: Rollout, args: Arguments): Promise<Pair | undefined> {
  // Before anything is done.
  const percent = args.wholeNumber("percent", 1, 99) ?? 10;
  args.wholeNumber("minutes", 1, 1_440);
  args.wholeNumber("every", 5, 300);
  const next = await publish(live, rollout);
  if (next === undefined) {
    say(`Version ${live} is live and the newest: there is nothing to roll out.`);
    return undefined;
  }
  const since = new Date();
  await rollout.lambda.route({ version: live, next: { version: next, weight: percent / 100 } });
  say(`${percent} % of the calls go to version ${next}, the others to version ${live}.`);
  return { live, next, since };
}

/** Of what the new version did before the interruption nothing is forgotten. */
async function goOnWatching(
  { live, next, weight }: Extract<RolloutState, { readonly step: "watch" }>,
  { lambda, stack }: Rollout,
  args: Arguments,
): Promise<Pair> {
  const percent = Math.round(weight * 100);
  const wanted = args.wholeNumber("percent", 1, 99) ?? percent;
  if (wanted !== percent) {
    throw new UserError(
      `A rollout is under way, with ${percent} %. For another part of the calls end it first: ${stackCommand(stack.name, "rollout", "--abort")}`,
    );
  }
  const versions = await lambda.versions();
  const since = versions.find(({ number }) => number === next)?.published ?? new Date();
  say(
    `A rollout is under way, and goes on: ${percent} % of the calls go to version ${next}, the others to version ${live}.`,
  );
  return { live, next, since };
}

async function follow(verdict: Verdict, { live, next }: Pair, rollout: Rollout): Promise<void> {
  if (verdict.kind === "forward") {
    await finish(next, rollout);
    return;
  }
  if (verdict.kind === "back") {
    await goBack(live, rollout);
    throw new UserError(`Version ${next} does worse than ${live}: ${verdict.why}.`);
  }
  throw new UserError(
    `Somebody else has moved the alias: version ${verdict.routing.version} is live. This rollout is over.`,
  );
}

async function finish(next: number, rollout: Rollout): Promise<void> {
  await goForward(next, rollout);
  await pruneVersions({ ...rollout.stack, pin: undefined }, say);
}
