/** Schemas of many shapes against the official clients, which check results against the list. */
import { execFile } from "node:child_process";
import * as path from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { LocalServer } from "pulumi-local";
import examples from "../fixtures/shapes/examples.json";
import { SHAPES } from "../fixtures/shapes/tools";
import { areClientsInstalled, clientsFolder } from "../support/clients";
import { UNTHROTTLED } from "../support/local-server";
import { stackSettings } from "../support/program";

const execute = promisify(execFile);

describe("tools with schemas of many shapes", () => {
  let server: LocalServer | undefined;

  before(async function () {
    if (!areClientsInstalled()) this.skip();
    server = await LocalServer.start({
      settings: stackSettings(UNTHROTTLED),
      port: 0,
      programFolder: path.join(__dirname, "..", "fixtures", "shapes"),
      onWarning: () => undefined,
      onLine: () => undefined,
    });
  });

  after(() => server?.close());

  it("have an example each", () => {
    expect(Object.keys(examples)).to.deep.equal(Object.keys(SHAPES));
    expect(Object.keys(SHAPES)).to.have.length.above(30);
  });

  const clients: readonly (readonly [string, string])[] = [
    ["version 1", "1"],
    ["version 2, 2025 handshake", "2025"],
    ["version 2, automatic negotiation", "auto"],
  ];
  for (const [name, version] of clients) {
    it(`give results that the official client takes, ${name}`, async () => {
      const script = path.join(clientsFolder, "shapes.mjs");

      const { stdout } = await execute(process.execPath, [script, server?.endpoint ?? "", version]);

      const { results, complaints } = JSON.parse(stdout) as Readonly<Record<string, object>>;
      expect(complaints).to.deep.equal({});
      const expected = Object.entries(examples).map(([shape, value]) => [shape, { value }]);
      expect(results).to.deep.equal(Object.fromEntries(expected));
    });
  }
});
