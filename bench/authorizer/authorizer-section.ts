/** The section of bench/RESULTS.md on tokens. */
import { type AuthorizerMeasured, type ColdTimes, ERAS } from "../measurements";
import { fixed, table } from "../table";

export function authorizerSection(measured: AuthorizerMeasured): string[] {
  return ["## Tokens (`auth: jwt`)", ABOUT, coldTable(measured), AFTER, warmTable(measured)];
}

const ABOUT =
  "API Gateway asks the authorizer before it calls the function, so that the first caller waits for both cold starts, one after the other. The issuer is on this machine: what its metadata and keys take on the way to it comes on top. Ratios are medians of rounds, to the function with `auth: none` in the same round.";

const AFTER =
  "Once the authorizer has been asked, API Gateway keeps its Allow (`authCacheSeconds`), and a call costs what the function does with it. Warm calls in one process, by turns in blocks.";

function coldTable({ cold, coldOverTls, bare, bareOverTls, eras }: AuthorizerMeasured): string {
  const row = (name: string, { load, total, sinceStart, cpu }: ColdTimes): string[] => [
    name,
    ...[load, total, sinceStart, cpu].map((value) => fixed(value)),
  ];
  const head = [
    "cold start",
    "load ms",
    "load and first answer ms",
    "with the process's start ms",
    "CPU ms",
  ];
  return table(head, [
    row("authorizer, two requests to an issuer over http", cold),
    row("authorizer, the same over https", coldOverTls),
    row("the least that an authorizer can be, over http", bare),
    row("the same over https", bareOverTls),
    ...ERAS.flatMap((era) => {
      const { open, withToken, bothToOne } = eras[era];
      const { total, sinceStart, cpu } = bothToOne;
      return [
        row(`function, ${era}, \`auth: none\``, open),
        row(`function, ${era}, with a token`, withToken),
        [`**both to one, ${era}**`, "", fixed(total, 2), fixed(sinceStart, 2), fixed(cpu, 2)],
      ];
    }),
  ]);
}

function warmTable({ p50, p99, rss, eras }: AuthorizerMeasured): string {
  const head = ["warm", "p50 µs", "p99 µs", "RSS MB"];
  return table(head, [
    ["a verification", fixed(p50), fixed(p99), fixed(rss)],
    ...ERAS.flatMap((era) => [
      [`a call, ${era}, \`auth: none\``, fixed(eras[era].openCall, 1), "", ""],
      [`a cached Allow adds, ${era}`, fixed(eras[era].added, 1), "", ""],
    ]),
  ]);
}
