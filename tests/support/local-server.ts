/** A running local server of fixture tools, for tests. */
import * as path from "node:path";
import { type DeclaredProgram, LocalServer } from "pulumi-local";
import { SERVED_PROGRAM, stackSettings } from "./program";

export interface TestServer {
  readonly server: LocalServer;
  readonly program: DeclaredProgram;
  readonly endpoint: string;
  readonly processIds: () => number[];
  readonly close: () => Promise<void>;
  /** What the function wrote and what was reported of it. */
  readonly log: () => string;
}

export interface TestServerOptions {
  readonly config?: Readonly<Record<string, string>>;
  /** Serves tests/fixtures, whose tools misbehave, in place of tests/fixtures/served. */
  readonly misbehaving?: boolean;
  /** Serves tests/fixtures/authorized, whose tools say who calls. */
  readonly authorized?: boolean;
  /** Serves another fixture, by its folder's name. */
  readonly fixture?: string;
  readonly concurrency?: number;
  /** Throttles what comes while all environments are busy; default: it waits. */
  readonly throttleExcess?: boolean;
  /** Clock of metrics and alarms. */
  readonly now?: () => number;
}

/** Settings under which no test is throttled. */
export const UNTHROTTLED = {
  "mcp-server:throttleRate": "10000",
  "mcp-server:throttleBurst": "5000",
} as const;

const FIXTURES = path.join(__dirname, "..", "fixtures");

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  let log = "";
  const server = await LocalServer.start({
    settings: stackSettings({ ...UNTHROTTLED, ...options.config }),
    port: 0,
    concurrency: options.concurrency ?? 2,
    throttleExcess: options.throttleExcess,
    ...(options.now && { now: options.now }),
    programFolder: programFolder(options),
    onWarning: () => undefined,
    onLine: (line) => (log += `${line}\n`),
    onFailure: (text) => (log += `${text}\n`),
  });
  return {
    server,
    program: server.program,
    endpoint: server.endpoint,
    processIds: () => server.processIds(),
    close: () => server.close(),
    log: () => log,
  };
}

function programFolder({ misbehaving, authorized, fixture }: TestServerOptions): string {
  if (fixture !== undefined) return path.join(FIXTURES, fixture);
  if (authorized === true) return path.join(FIXTURES, "authorized");
  return misbehaving === true ? FIXTURES : SERVED_PROGRAM;
}

export function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
