/** What is mutated, the tests that must notice, and the share of mutants that they have to find. */

export interface Group {
  /** Folders and files, from the project's folder. */
  readonly sources: readonly string[];
  /** Folders and files of tests. */
  readonly tests: readonly string[];
  /** Tests that take part in no run, each with the reason. */
  readonly leftOut: Readonly<Record<string, string>>;
  /** The same for tests whose titles begin so. */
  readonly leftOutTitles: Readonly<Record<string, string>>;
  /** Percent. */
  readonly goal: number;
  /** Of a sample: one mutant in so many. */
  readonly every: number;
}

const MEASURES = "measures time or memory, which the switches change";
const BUILDS = "runs the built archive in processes of its own, which a mutant does not reach";
const REPEATS = "repeats itself some thousand times for what seldom goes wrong, 5 to 20 s each";
const SPAWNS = "runs commands as processes, some seconds each";

export const GROUPS = {
  handlers: {
    sources: ["packages/mcp-lambda", "packages/jwt-authorizer", "handlers"],
    tests: [
      "packages/mcp-lambda/tests",
      "packages/jwt-authorizer/tests",
      "tests/handlers",
      "tests/tools",
      "tests/data-path.test.ts",
      "tests/streamed-data-path.test.ts",
      "tests/server.test.ts",
    ],
    leftOut: {
      "packages/mcp-lambda/tests/cost.test.ts": MEASURES,
      "packages/mcp-lambda/tests/left-behind.test.ts": BUILDS,
      "packages/mcp-lambda/tests/bundling.test.ts": BUILDS,
      "packages/mcp-lambda/tests/asks-bundling.test.ts": BUILDS,
      "packages/mcp-lambda/tests/tasks-bundling.test.ts": BUILDS,
      "packages/mcp-lambda/tests/tasks-processes.test.ts": BUILDS,
      "packages/mcp-lambda/tests/isolation.test.ts": REPEATS,
      "packages/mcp-lambda/tests/caller-isolation.test.ts": REPEATS,
      "packages/jwt-authorizer/tests/archive.test.ts": BUILDS,
    },
    leftOutTitles: {
      "the time of a match": MEASURES,
      "telemetry keeps one dimension value for 10,000": REPEATS,
    },
    goal: 85,
    every: 10,
  },
  infra: {
    sources: ["infra", "index.ts"],
    tests: ["tests/infra", "tests/program.test.ts"],
    leftOut: {
      "tests/infra/rules-drawn.test.ts": REPEATS,
      "tests/infra/settings-drawn.test.ts": REPEATS,
      "tests/infra/deployer-policy.test.ts": SPAWNS,
      "tests/infra/policy-pack.test.ts": SPAWNS,
    },
    leftOutTitles: {},
    goal: 80,
    every: 6,
  },
} as const satisfies Readonly<Record<string, Group>>;

export type GroupName = keyof typeof GROUPS;

export function isGroupName(name: string): name is GroupName {
  return name in GROUPS;
}
