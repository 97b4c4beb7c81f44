/**
 * `npm run logs`: the log of the functions as it is written, as `npm start` prints it; of a deployed
 * stack from CloudWatch Logs, or of `npm start`. What reaches no function (403, 404, 429 of the
 * gateway) is not in it.
 */
import {
  type Arguments,
  type LogLine,
  nearest,
  printable,
  readArguments,
  runCommand,
  UserError,
} from "pulumi-local";
import type { LogFilter } from "./logs/filter";
import { followLog } from "./logs/follow";
import { LEVELS, type Level } from "./logs/line-facts";
import { printedLines } from "./logs/printer";
import { readRequest } from "./logs/read-request";
import { type LogSource, logSourceOf } from "./observed/log-source";
import { readPeriod } from "./observed/period";
import { findPlace, PLACE_OPTIONS, PLACE_USAGE } from "./observed/place";

const USAGE = `npm run logs -- [OPTION ...]

${PLACE_USAGE}  --since 10m    how far back it begins: 90s, 15m, 1h, 2d; default 10m
  --no-follow    ends with what is there; default: goes on until Ctrl-C
  --tool NAME    lines of a tool
  --level LEVEL  ${LEVELS.join(", ")}: lines of this level and above
  --outcome WORD lines of requests that ended so: ok, failed, threw, late, refused ...
  --request ID   lines of one request, by the id in x-amzn-requestid or Lambda's; does not follow
  --json         the lines as they are, with their time and log group
`;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const OPTIONS = {
  ...PLACE_OPTIONS,
  ...{ since: text, tool: text, level: text, outcome: text, request: text },
  ...{ "no-follow": flag, json: flag },
};

runCommand(async () => {
  const args = readArguments(process.argv.slice(2), OPTIONS, USAGE);
  const filter = filterOf(args);
  const since = Date.now() - readPeriod(args.text("since") ?? "10m", "since");
  const source = logSourceOf(await findPlace(args));
  // As a reader that ends early (head) leaves it.
  process.stdout.on("error", () => process.exit(0));
  const print = (lines: readonly LogLine[]): void => {
    for (const line of printedLines(lines, { filter, json: args.flag("json") })) {
      process.stdout.write(`${line}\n`);
    }
  };
  const request = args.text("request");
  if (request !== undefined) print(await linesOfRequest(source, since, request));
  else if (args.flag("no-follow")) print(await source.read(since));
  else {
    const end = new AbortController();
    process.once("SIGINT", () => {
      end.abort();
    });
    await followLog(source, { since, onLines: print, signal: end.signal });
    process.exit(0);
  }
});

/** @throws UserError where there are none. */
async function linesOfRequest(
  source: LogSource,
  since: number,
  id: string,
): Promise<readonly LogLine[]> {
  const lines = await readRequest(source, since, id);
  if (lines.length > 0) return lines;
  const begin = new Date(since).toISOString();
  throw new UserError(
    `No line of ${printable(id)} since ${begin}: --since 1d looks further back. What no function got has none.`,
  );
}

function filterOf(args: Arguments): LogFilter {
  const level = levelOf(args.text("level"));
  return { tool: args.text("tool"), outcome: args.text("outcome"), level };
}

/** @throws UserError when it is not one. */
function levelOf(given: string | undefined): Level | undefined {
  const level = LEVELS.find((each) => each === given?.toLowerCase());
  if (level !== undefined || given === undefined) return level;
  const meant = nearest(given, LEVELS);
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  throw new UserError(`--level is "${given}" but must be one of ${LEVELS.join(", ")}.${hint}`);
}
