import { expect } from "chai";
import { startTestServer, type TestServer } from "../support/local-server";
import { closedAfter } from "../support/closed-after";
import { call, post } from "mcp-lambda/testing";

const NAMES = 10_000;
const AT_ONCE = 20;

describe("10,000 names of tools that do not exist", () => {
  const keep = closedAfter();
  let server: TestServer;
  before(async function () {
    this.timeout(120_000);
    server = keep(await startTestServer());
  });

  it("are one tool, unknown, in the metrics", async () => {
    let next = 0;
    const statuses = new Map<number, number>();
    const caller = async (): Promise<void> => {
      while (next < NAMES) {
        const { status } = await post(server.endpoint, call(`nope-${next++}`));
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, caller));
    expect([...statuses]).to.deep.equal([[200, NAMES]]);
    const { widgets, problems } = server.server.observability.cloudWatch.view(180);
    const graph = widgets.find(({ title }) => title === "Refused calls by tool");
    if (graph?.kind !== "graph") throw new Error("no graph of refused calls");
    expect(graph.series.map(({ label, total }) => [label, total])).to.deep.equal([
      ["unknown", NAMES],
    ]);
    expect(problems).to.deep.equal([]);
  });
});
