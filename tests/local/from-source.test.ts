/** `npm start -- --inspect`: a debugger stops in a tool's source, and nothing runs into a limit. */
import { expect } from "chai";
import { PROJECT_ROOT } from "../../local/program";
import { LocalServer } from "../../local/local-server";
import { freePort } from "../support/free-port";
import { UNTHROTTLED } from "../support/local-server";
import { call, FIRST_ANSWER, FIRST_REQUEST, post } from "../support/mcp";
import { stackSettings } from "../support/program";

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

describe("npm start -- --inspect", () => {
  let server: LocalServer;
  let port: number;
  let log = "";

  before(async () => {
    port = await freePort();
    server = await LocalServer.start({
      settings: stackSettings({ ...UNTHROTTLED, "mcp-server:memoryMb": "128" }),
      port: 0,
      inspectPort: port,
      onWarning: () => undefined,
      onLine: (line) => (log += `${line}\n`),
    });
  });

  after(() => server.close());

  it("answers as the deployed handler does, in less memory than it takes", async () => {
    expect((await post(server.endpoint, FIRST_REQUEST)).json).to.deep.equal(FIRST_ANSWER);
    const { json } = await post(server.endpoint, call("text-statistics", { text: "a b" }));
    expect(json).to.have.nested.property("result.structuredContent.words", 2);
  });

  it("does not repeat what the program has warned of", () => {
    expect(log).to.include(`Debugger listening on ws://127.0.0.1:${port}/`).and.not.include("warn");
  });

  it("stops at a breakpoint in a tool's TypeScript file, for as long as one looks", async () => {
    const debug = await Debugger.attach(port);
    const script = debug.next(
      (key, { url }) =>
        key === "Debugger.scriptParsed" && String(url).endsWith("/handlers/tools/add.ts"),
    );
    await debug.ask("Debugger.enable");
    const { scriptId, sourceMapURL, url } = await script;
    expect(String(sourceMapURL)).to.match(/^data:application\/json/);
    expect(String(url)).to.include(PROJECT_ROOT);
    const paused = debug.next((key) => key === "Debugger.paused");
    const { scriptSource } = await debug.ask("Debugger.getScriptSource", { scriptId });
    const lines = String(scriptSource).split("\n");
    const lineNumber = lines.findIndex((line) => line.includes("run:"));
    await debug.ask("Debugger.setBreakpointByUrl", { url, lineNumber });
    const answer = post(server.endpoint, FIRST_REQUEST);
    const { callFrames } = await paused;
    expect(callFrames).to.have.nested.property("[0].functionName", "run");
    await debug.ask("Debugger.resume");
    expect((await answer).json).to.deep.equal(FIRST_ANSWER);
    debug.close();
  });

  it("takes the debugger's port over when the program is evaluated again", async () => {
    const settings = stackSettings({ ...UNTHROTTLED });
    await server.reload(settings, Promise.resolve(""));
    expect((await post(server.endpoint, FIRST_REQUEST)).json).to.deep.equal(FIRST_ANSWER);
    for (let tries = 0; tries < 100 && log.split("Debugger listening").length < 3; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const debug = await Debugger.attach(port);
    debug.close();
    expect(log.split("Debugger listening")).to.have.length(3);
  });
});
