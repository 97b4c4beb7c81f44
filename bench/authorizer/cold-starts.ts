/** Cold starts of authorizer and function, interleaved, each in a process of its own. */
import * as path from "node:path";
import type { UnpackedFunction } from "../contestants";
import type { AuthorizerMeasured, ColdTimes, Era, TokenCost } from "../measurements";
import { median } from "../measuring";
import type { Archives } from "./archives";
import { callOf, EXPECTED, questionOf } from "./events";
import { runNode, writeFor } from "./node-process";
import type { TokenIssuer } from "./token-issuer";

const ROUNDS = 15;

/** What the program declares: infra/. */
const MEMORY_MB = { authorizer: 256, function: 512 } as const;

export interface ProcessReading extends ColdTimes {
  readonly answer: string;
  /** Of the calls after the first; left out without any. */
  readonly p50?: number;
  readonly p99?: number;
  readonly rss: number;
}

export type ColdStarts = Pick<
  AuthorizerMeasured,
  "cold" | "coldOverTls" | "bare" | "bareOverTls"
> & {
  readonly eras: Readonly<Record<Era, Pick<TokenCost, "open" | "withToken" | "bothToOne">>>;
};

export async function measureColdStarts(
  archives: Archives,
  issuers: { readonly http: TokenIssuer; readonly https: TokenIssuer },
  folder: string,
): Promise<ColdStarts> {
  const { open, withToken, authorizer } = archives;
  const { token } = issuers.http;
  const bare = { ...authorizer, file: path.join(__dirname, "bare.cjs") };
  const starts = {
    cold: () => runAuthorizer(authorizer, issuers.http, { folder }),
    open2025: () => runFunction(open, callOf("2025"), folder),
    token2025: () => runFunction(withToken, callOf("2025", token), folder),
    coldOverTls: () => runAuthorizer(authorizer, issuers.https, { folder }),
    bare: () => runAuthorizer(bare, issuers.http, { folder }),
    bareOverTls: () => runAuthorizer(bare, issuers.https, { folder }),
    open2026: () => runFunction(open, callOf("2026"), folder),
    token2026: () => runFunction(withToken, callOf("2026", token), folder),
  };
  const rounds = await interleave(starts);
  const eraTimes = (era: Era): ColdStarts["eras"][Era] => ({
    open: medians(rounds.map((round) => round[`open${era}`])),
    withToken: medians(rounds.map((round) => round[`token${era}`])),
    bothToOne: medians(
      rounds.map((round) => ratio([round.cold, round[`token${era}`]], round[`open${era}`])),
    ),
  });
  return {
    cold: medians(rounds.map(({ cold }) => cold)),
    coldOverTls: medians(rounds.map(({ coldOverTls }) => coldOverTls)),
    bare: medians(rounds.map((round) => round.bare)),
    bareOverTls: medians(rounds.map((round) => round.bareOverTls)),
    eras: { "2025": eraTimes("2025"), "2026": eraTimes("2026") },
  };
}

async function interleave<Name extends string>(
  starts: Readonly<Record<Name, () => Promise<ColdTimes>>>,
): Promise<Readonly<Record<Name, ColdTimes>>[]> {
  const names = Object.keys(starts) as Name[];
  const rounds: Record<Name, ColdTimes>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const times: Partial<Record<Name, ColdTimes>> = {};
    for (const name of names) times[name] = await starts[name]();
    rounds.push(times as Record<Name, ColdTimes>);
  }
  return rounds;
}

interface AuthorizerRun {
  readonly folder: string;
  /** After the first. */
  readonly calls?: number;
}

/** @throws Error when it does not let the token pass. */
export async function runAuthorizer(
  authorizer: UnpackedFunction,
  { token, variables }: TokenIssuer,
  { folder, calls = 0 }: AuthorizerRun,
): Promise<ProcessReading> {
  const reading = await runNode({
    script: "process.cjs",
    args: [authorizer.file, writeFor(folder, "question.json", questionOf(token)), String(calls)],
    variables: { ...authorizer.environment, ...variables },
    memoryMb: MEMORY_MB.authorizer,
    folder,
  });
  return checked(reading, EXPECTED.authorizer);
}

async function runFunction(
  { file, environment: variables }: UnpackedFunction,
  event: object,
  folder: string,
): Promise<ProcessReading> {
  const args = [file, writeFor(folder, "call.json", event), "0"];
  const memoryMb = MEMORY_MB.function;
  const reading = await runNode({ script: "process.cjs", args, variables, memoryMb, folder });
  return checked(reading, EXPECTED.function);
}

function checked(reading: unknown, expected: string): ProcessReading {
  const { answer } = reading as ProcessReading;
  if (!answer.includes(expected)) throw new Error(`a measured call failed: ${answer}`);
  return reading as ProcessReading;
}

function medians(times: readonly ColdTimes[]): ColdTimes {
  return eachTime((key) => median(times.map((one) => one[key])));
}

function ratio(parts: readonly ColdTimes[], whole: ColdTimes): ColdTimes {
  return eachTime((key) => parts.reduce((sum, part) => sum + part[key], 0) / whole[key]);
}

function eachTime(value: (key: keyof ColdTimes) => number): ColdTimes {
  return {
    load: value("load"),
    total: value("total"),
    sinceStart: value("sinceStart"),
    cpu: value("cpu"),
  };
}
