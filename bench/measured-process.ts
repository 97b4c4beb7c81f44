/** One measured process: bench/measure.cjs with a contestant's handler. */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { lambdaNodeOptions } from "pulumi-handler-layer/lambda-runtime";
import type { Contestant } from "./contestants";
import type { Era } from "./measurements";

/** As Lambda starts a function of 512 MB, which is what is declared. */
export const NODE_OPTIONS = lambdaNodeOptions(512);

/** By which a handler knows that it runs in Lambda: nothing listens at the address. */
export const LAMBDA_VARIABLES = {
  AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
  AWS_LAMBDA_RUNTIME_API: "127.0.0.1:9001",
} as const;

/** The handler's module, and its variables. */
export type MeasuredHandler = Pick<Contestant, "file" | "environment">;

export interface Reading {
  readonly ok: boolean;
  readonly status?: number;
  readonly error?: string;
  readonly load: number;
  readonly warmUp: number;
  readonly first: number;
  readonly total: number;
  readonly cpu: number;
  readonly p50?: number;
  readonly p99?: number;
  readonly rss?: number;
}

export interface MeasureOptions {
  readonly mode: "cold" | "warm";
  readonly era: Era;
  readonly environment?: Readonly<Record<string, string>>;
  readonly calls?: number;
}

export function measure(handler: MeasuredHandler, options: MeasureOptions): Reading {
  const { mode, era, environment, calls = 4_000 } = options;
  const script = path.join(__dirname, "measure.cjs");
  const args = [...NODE_OPTIONS, script, handler.file, mode, era, String(calls)];
  // A file, since a reader that has to be woken for each line is not what is compared here.
  const log = path.join(os.tmpdir(), `bench-${process.pid}.log`);
  const output = fs.openSync(log, "w");
  try {
    execFileSync(process.execPath, args, {
      env: {
        PATH: process.env["PATH"] ?? "",
        ...LAMBDA_VARIABLES,
        ...handler.environment,
        ...environment,
      },
      stdio: ["ignore", output, "ignore"],
      timeout: 120_000,
    });
    const lines = fs.readFileSync(log, "utf8").trim().split("\n");
    return JSON.parse(lines.at(-1) ?? "{}") as Reading;
  } finally {
    fs.closeSync(output);
    fs.rmSync(log);
  }
}
