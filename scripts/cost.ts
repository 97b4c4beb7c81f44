/**
 * `npm run cost`: what a month costs under a stack's settings, by service: a month of your own, and
 * the worst that the settings allow. List prices, without free tiers; nothing is asked of AWS.
 */
import {
  DEFAULT_STACK,
  PROJECT_ROOT,
  readArguments,
  readStackSettings,
  runCommand,
  UserError,
} from "pulumi-local";
import { defineServer } from "../handlers/server";
import { awsRegion } from "../infra/aws-region";
import { costTable } from "../infra/cost/cost-table";
import { settingsOf } from "./settings-of";

const USAGE = `npm run cost -- [OPTION ...]

  --rps NUMBER        requests a second, on average over the month; default 1
  --tool-ms NUMBER    milliseconds that a tool takes; default 100
  --answer-kb NUMBER  kB of an answer; default 2
  --stack NAME        stack whose settings are used; default ${DEFAULT_STACK}
`;

runCommand(async () => {
  const text = { type: "string" } as const;
  const options = { rps: text, "tool-ms": text, "answer-kb": text, stack: text };
  const args = readArguments(process.argv.slice(2), options, USAGE);
  const stack = readStackSettings(PROJECT_ROOT, args.text("stack") ?? DEFAULT_STACK);
  const settings = await settingsOf(stack);
  const { throttleRate } = settings.api;
  const timeoutMs = settings.function.timeoutSeconds * 1_000;
  const number = (option: string, fallback: number, max: number, why: string): number =>
    decimal({ option, value: args.text(option), max, why }) ?? Math.min(fallback, max);
  const typical = {
    perSecond: number("rps", 1, throttleRate, "throttleRate lets no more through"),
    toolMs: number("tool-ms", 100, timeoutMs, "timeoutSeconds ends it then"),
    answerKb: number("answer-kb", 2, 6_000, "Lambda gives no larger one"),
  };
  const { tools } = defineServer();
  process.stdout.write(
    costTable({
      settings: {
        ...settings.shared,
        ...settings.authorization,
        ...settings.function,
        ...settings.api,
        ...settings.monitoring,
      },
      region: awsRegion(stack.config),
      tools: tools.length,
      taskTools: tools.filter(({ background }) => background !== undefined).length,
      typical,
    }),
  );
});

interface Given {
  readonly option: string;
  readonly value: string | undefined;
  readonly max: number;
  /** Why not more than `max`. */
  readonly why: string;
}

function decimal({ option, value, max, why }: Given): number | undefined {
  if (value === undefined) return undefined;
  const number = /^\d{1,9}(\.\d{1,6})?$/.test(value) ? Number(value) : NaN;
  if (number >= 0 && number <= max) return number;
  throw new UserError(`--${option} is "${value}" but must be a number from 0 to ${max} (${why}).`);
}
