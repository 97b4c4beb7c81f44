/** Part "needs": what a tool with a table costs at the first call of an environment. */
import * as path from "node:path";
import { PROJECT_ROOT, type StackSettings } from "pulumi-local";
import { runNode, writeFor } from "../authorizer/node-process";
import { type UnpackedFunction, unpackFunctions } from "../contestants";
import { median } from "../measuring";
import type { NeedsMeasured } from "../measurements";
import { startTable, type TableServer } from "./table-server";

const ROUNDS = 11;
/** What the program declares. */
const MEMORY_MB = 512;
const PROGRAM = path.join(PROJECT_ROOT, "tests", "fixtures", "needs");

interface Reading {
  readonly answer: string;
  /** Load and first answer, milliseconds. */
  readonly total: number;
}

interface Call {
  readonly tool: string;
  readonly args: object;
  /** In the answer of a good call. */
  readonly expected: string;
}

export async function measureNeeds(
  settings: StackSettings,
  folder: string,
): Promise<NeedsMeasured> {
  const functions = await unpackFunctions(settings, PROGRAM, folder);
  const served = functions.get("needs");
  if (served === undefined) throw new Error("the fixture declares no function of its name");
  const name = String(served.environment["NEED_NOTES"]);
  const table = await startTable(name, (text) => writeFor(folder, "authority.pem", text));
  try {
    return await measureAll(served, table, folder);
  } finally {
    await table.close();
  }
}

async function measureAll(
  served: UnpackedFunction,
  { variables }: TableServer,
  folder: string,
): Promise<NeedsMeasured> {
  const rounds: NeedsMeasured[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const time = async (call: Call, own: Readonly<Record<string, string>>): Promise<number> => {
      const environment = { ...served.environment, ...own };
      return (await readingOf({ ...served, environment }, call, folder)).total;
    };
    const save = (id: string): Call => ({
      tool: "save-note",
      args: { id, text: "x" },
      expected: "saved",
    });
    rounds.push({
      without: await time(ADD, variables.http),
      withTable: await time(save(`${round}`), variables.http),
      overTls: await time(save(`${round}-tls`), variables.https),
    });
  }
  const of = (key: keyof NeedsMeasured): number => median(rounds.map((round) => round[key]));
  return { without: of("without"), withTable: of("withTable"), overTls: of("overTls") };
}

const ADD: Call = { tool: "add", args: { a: 10, b: 5 }, expected: "10 + 5 = 15" };

async function readingOf(
  { file, environment: variables }: UnpackedFunction,
  { tool, args, expected }: Call,
  folder: string,
): Promise<Reading> {
  const event = writeFor(folder, "call.json", eventOf(tool, args));
  const reading = (await runNode({
    script: "process.cjs",
    args: [file, event, "0"],
    variables,
    memoryMb: MEMORY_MB,
    folder,
  })) as Reading;
  if (!reading.answer.includes(expected)) {
    throw new Error(`a measured call failed: ${reading.answer}`);
  }
  return reading;
}

function eventOf(tool: string, args: object): object {
  const params = { name: tool, arguments: args };
  const headers = { Host: "bench.test", "Content-Type": "application/json" };
  return {
    httpMethod: "POST",
    headers,
    requestContext: { domainName: "bench.test", identity: {}, stage: "dev" },
    body: JSON.stringify({ jsonrpc: "2.0", method: "tools/call", params, id: 1 }),
    isBase64Encoded: false,
  };
}
