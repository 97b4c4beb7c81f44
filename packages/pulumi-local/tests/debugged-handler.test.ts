/** `npm start -- --inspect`: a debugger stops in the project's TypeScript, and nothing runs into a limit. */
import {
  generatedPositionFor,
  originalPositionFor,
  sourceContentFor,
  TraceMap,
} from "@jridgewell/trace-mapping";
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { LocalServer } from "../local-server";
import { callTool, FIXTURE, fixtureSettings, freePort, startFixture } from "./support/fixture";
import { closedAfter } from "../../../tests/support/closed-after";

type Params = Readonly<Record<string, unknown>>;

/** The part of the inspector's protocol that a debugger needs to stop somewhere. */
class Debugger {
  private readonly waiting: {
    matches: (key: unknown, params: Params) => boolean;
    resolve: (params: Params) => void;
  }[] = [];
  private ids = 0;

  private constructor(private readonly socket: WebSocket) {
    socket.addEventListener("message", (event) => {
      const message = JSON.parse(String(event.data)) as Params;
      const params = (message["result"] ?? message["params"] ?? {}) as Params;
      const key = message["id"] ?? message["method"];
      const at = this.waiting.findIndex(({ matches }) => matches(key, params));
      if (at !== -1) this.waiting.splice(at, 1)[0]?.resolve(params);
    });
  }

  static async attach(port: number): Promise<Debugger> {
    const list = await fetch(`http://127.0.0.1:${port}/json/list`);
    const [target] = (await list.json()) as { webSocketDebuggerUrl: string }[];
    const socket = new WebSocket(target?.webSocketDebuggerUrl ?? "");
    await new Promise((resolve) => {
      socket.addEventListener("open", resolve);
    });
    return new Debugger(socket);
  }

  async ask(method: string, params: object = {}): Promise<Params> {
    this.ids += 1;
    this.socket.send(JSON.stringify({ id: this.ids, method, params }));
    const id = this.ids;
    return this.next((key) => key === id);
  }

  async next(matches: (key: unknown, params: Params) => boolean): Promise<Params> {
    return new Promise((resolve) => this.waiting.push({ matches, resolve }));
  }

  close(): void {
    this.socket.close();
  }
}

const TOOL = path.join(FIXTURE, "tools", "add.ts");
const TOOL_URL = pathToFileURL(TOOL).href;

/** The source map in a script's URL of it. */
function readMap(url: unknown): TraceMap {
  const base64 = String(url).split("base64,")[1] ?? "";
  return new TraceMap(Buffer.from(base64, "base64").toString("utf8"));
}

describe("npm start -- --inspect", () => {
  const keep = closedAfter();
  let server: LocalServer;
  let port: number;
  let log = "";

  before(async function () {
    port = await freePort();
    server = keep(
      await startFixture({
        settings: fixtureSettings({ "fixture:timeoutSeconds": "1" }),
        inspectPort: port,
        onLine: (line) => (log += `${line}\n`),
      }),
    );
  });

  const sum = (): Promise<string> => callTool(server.endpoint, "add", { a: 10, b: 5 });

  it("responds as the archive's handler does, shipped files included", async () => {
    expect(await sum()).to.equal("10 + 5 = 15");
    expect(await callTool(server.endpoint, "cities")).to.equal("Lyon");
    expect(log).to.include(`Debugger listening on ws://127.0.0.1:${port}/`);
  });

  it("gives frames of a logged stack the project's files and lines", async () => {
    await callTool(server.endpoint, "fail");
    expect(log).to.match(/at .*fail.* \(tools\/fail\.ts:3:17\)/);
  });

  it("stops at a breakpoint in a tool's TypeScript file, for longer than the function may take", async () => {
    const debug = await Debugger.attach(port);
    const parsed = debug.next(
      (key, { url, sourceMapURL }) =>
        key === "Debugger.scriptParsed" &&
        String(url).endsWith(".debugged.js") &&
        String(sourceMapURL) !== "",
    );
    await debug.ask("Debugger.enable");
    const { url, scriptId, sourceMapURL } = await parsed;
    const map = readMap(sourceMapURL);
    const text = fs.readFileSync(TOOL, "utf8");
    expect(sourceContentFor(map, TOOL_URL)).to.equal(text);
    const line = text.split("\n").findIndex((row) => row.includes("const sum")) + 1;
    const generated = generatedPositionFor(map, { source: TOOL_URL, line, column: 2 });
    const paused = debug.next((key) => key === "Debugger.paused");

    const { locations } = await debug.ask("Debugger.setBreakpointByUrl", {
      url,
      lineNumber: (generated.line ?? 0) - 1,
      columnNumber: generated.column,
    });
    expect(locations).to.have.length(1);
    const answer = sum();
    const { callFrames } = await paused;

    const [frame] = callFrames as {
      functionName: string;
      location: { lineNumber: number; columnNumber: number };
    }[];
    expect(frame?.functionName).to.equal("add");
    const { lineNumber = 0, columnNumber = 0 } = frame?.location ?? {};
    expect(
      originalPositionFor(map, { line: lineNumber + 1, column: columnNumber }),
    ).to.deep.include({ source: TOOL_URL, line });
    const { scriptSource } = await debug.ask("Debugger.getScriptSource", { scriptId });
    expect(String(scriptSource).split("\n")[lineNumber]).to.include("const sum =");
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await debug.ask("Debugger.resume");
    expect(await answer).to.equal("10 + 5 = 15");
    debug.close();
  });

  it("takes the debugger's port over when the program is evaluated again", async function () {
    await server.reload(fixtureSettings());
    expect(await sum()).to.equal("10 + 5 = 15");
    for (let tries = 0; tries < 100 && log.split("Debugger listening").length < 3; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const debug = await Debugger.attach(port);
    debug.close();
    expect(log.split("Debugger listening")).to.have.length(3);
  });
});
