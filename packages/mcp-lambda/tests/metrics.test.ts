import { expect } from "chai";
import { ERROR_METRICS, SERVICE_METRICS, TOOL_METRICS } from "../telemetry/metrics";

describe("the metrics' names", () => {
  it("load no other module: the deploy program imports them", () => {
    const module = require.cache[require.resolve("../telemetry/metrics")];

    expect(module?.children.map(({ id }) => id)).to.deep.equal([]);
  });

  it("are each used once", () => {
    const all = [SERVICE_METRICS, ERROR_METRICS, TOOL_METRICS].flatMap((metrics) =>
      Object.values(metrics).map(({ name }) => name as string),
    );

    expect(new Set(all).size).to.equal(all.length);
  });
});
