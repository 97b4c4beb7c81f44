/** Tools that ask, from the archive, against the official clients of both eras. */
import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { LocalServer } from "pulumi-local";
import { areClientsInstalled, clientsFolder } from "../support/clients";
import { UNTHROTTLED } from "../support/local-server";
import { stackSettings } from "../support/program";

const execute = promisify(execFile);

describe("tools that ask the official clients", () => {
  let server: LocalServer | undefined;

  before(async function () {
    if (!areClientsInstalled()) this.skip();
    server = await LocalServer.start({
      settings: stackSettings(UNTHROTTLED),
      port: 0,
      // What is under once is in the memory of one environment: the program has no table.
      concurrency: 1,
      programFolder: path.join(__dirname, "..", "fixtures", "asking"),
      onWarning: () => undefined,
      onLine: () => undefined,
    });
  });

  after(() => server?.close());

  const calling = async (version: string): Promise<unknown> => {
    const script = path.join(clientsFolder, "asking.mjs");
    const { stdout } = await execute(process.execPath, [script, server?.endpoint ?? "", version]);
    return JSON.parse(stdout) as unknown;
  };

  it("are answered by version 2 with automatic negotiation, in as many rounds as it takes", async () => {
    const seen = (await calling("auto")) as Readonly<Record<string, unknown>>;

    const { asked, ...rest } = seen as { asked: readonly string[] };
    expect(rest).to.deep.equal({
      shown: [[], []],
      first: { text: "sure, begun 1 time", isError: false },
      agreed: { text: "sure, begun 1 time", isError: false },
      booked: { text: "2 in Oslo: true", isError: false },
    });
    expect(asked.map((message) => message.split("\n")[0])).to.deep.equal([
      "Sure?",
      "Where to?",
      "Paid?",
      "Where to?",
    ]);
  });

  for (const [name, version] of [
    ["version 1", "1"],
    ["version 2, 2025 handshake", "2025"],
  ] as const) {
    it(`are answered by an argument by ${name}`, async () => {
      const seen = (await calling(version)) as {
        readonly shown: unknown;
        readonly first: { readonly text: string; readonly isError: boolean };
        readonly agreed: { readonly text: string; readonly isError: boolean };
        readonly booked: { readonly isError: boolean };
        readonly asked: unknown;
      };

      expect(seen.shown).to.deep.equal([["confirm"], ["confirm"]]);
      expect(seen.first.isError).to.equal(true);
      expect(seen.first.text).to.include("asks: Sure?");
      expect(seen.agreed.text).to.match(/^sure, begun \d time$/);
      expect(seen.booked.isError).to.equal(true);
      expect(seen.asked).to.deep.equal([]);
    });
  }
});
