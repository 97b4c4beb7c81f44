/** A definition that clients would stumble over: it is neither served nor deployed. */
import { expect } from "chai";
import * as path from "node:path";
import { LocalServer } from "pulumi-local";
import { declare, stackSettings } from "../support/program";

describe("a definition with faults", () => {
  const programFolder = path.join(__dirname, "..", "fixtures", "unlistable");
  const messageOf = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => "it was accepted",
      (error: unknown) => (error as Error).message,
    );
  const faults = [
    'tool "report": inputSchema.to: z.coerce.date() has no JSON Schema: use z.iso.datetime()',
    'tool "unknown": name: metrics call tools that do not exist so: use another name',
  ];

  it("stops a preview, which names tool and field of all of them", async () => {
    const message = await messageOf(declare({ programFolder, preview: true }));

    for (const fault of faults) expect(message).to.include(`\n- ${fault}`);
  });

  it("stops npm start, with the same words", async () => {
    const start = LocalServer.start({
      settings: stackSettings(),
      port: 0,
      programFolder,
      onWarning: () => undefined,
      onLine: () => undefined,
      onFailure: () => undefined,
    });

    const message = await messageOf(start);

    for (const fault of faults) expect(message).to.include(`\n- ${fault}`);
  });
});
