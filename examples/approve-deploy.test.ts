import { expect } from "chai";
import type { Caller } from "mcp-lambda";
import { runTool } from "mcp-lambda/testing";
import { approveDeploy } from "./approve-deploy";

const CAROL: Caller = { kind: "apiKey", id: "key-3", name: "carol" };
const STAGING = { service: "orders", version: "2.7.1", environment: "staging" };
const PRODUCTION = { ...STAGING, environment: "production" };

type Approval = Record<string, unknown>;

describe("the tool approve-deploy", () => {
  let kept: Approval[];
  const approvals = {
    get: ({ target, version }: Approval): Promise<Approval | undefined> =>
      Promise.resolve(
        kept.find((item) => item["target"] === target && item["version"] === version),
      ),
    put: async (item: Approval): Promise<boolean> => {
      if ((await approvals.get(item)) !== undefined) return false;
      kept.push(item);
      return true;
    },
  };
  const approve = (input: object, answers: readonly unknown[]): ReturnType<typeof runTool> =>
    runTool(approveDeploy(), input, CAROL, { answers, clients: { approvals } });

  beforeEach(() => {
    kept = [];
  });

  it("records who approved what, after a yes", async () => {
    const { structuredContent } = await approve(STAGING, [true]);

    const [{ id, approvedAt, ...rest } = {}] = kept;
    expect(rest).to.deep.equal({
      target: "orders staging",
      version: "2.7.1",
      approvedBy: "carol",
    });
    expect(structuredContent).to.deep.equal({ ...rest, id, approvedAt });
  });

  it("records the change that production takes", async () => {
    await approve(PRODUCTION, [{ change: "CHG-1234" }, true]);

    expect(kept[0]).to.include({ target: "orders production", change: "CHG-1234" });
  });

  for (const [what, input, answers] of [
    ["a no", STAGING, [false]],
    ["a declined question", STAGING, ["decline"]],
    ["a change that nobody names", PRODUCTION, ["decline"]],
    ["a no after the change", PRODUCTION, [{ change: "CHG-1234" }, false]],
  ] as const) {
    it(`records nothing after ${what}`, async () => {
      const { isError } = await approve(input, answers);

      expect(isError).to.equal(true);
      expect(kept).to.deep.equal([]);
    });
  }

  it("asks nobody for what is approved already, and says by whom", async () => {
    const first = await approve(STAGING, [true]);
    const second = await approve(STAGING, []);

    expect(second).to.deep.equal(first);
    expect(kept).to.have.length(1);
  });

  it("lets the one stand that another caller made while the user was thinking", async () => {
    const theirs = { target: "orders staging", version: "2.7.1", id: "1", approvedBy: "dave" };
    const get = (): Promise<Approval | undefined> => {
      const found = kept[0];
      kept = [theirs];
      return Promise.resolve(found);
    };
    const clients = { approvals: { ...approvals, get } };

    const options = { answers: [true], clients };
    const { structuredContent } = await runTool(approveDeploy(), STAGING, CAROL, options);

    expect(structuredContent).to.deep.equal(theirs);
    expect(kept).to.deep.equal([theirs]);
  });

  it("refuses a version, a service and a change of another form", async () => {
    const { inputSchema } = approveDeploy();
    const failed = await approve(PRODUCTION, [{ change: "soon" }]).catch((error: unknown) => error);

    expect(inputSchema.safeParse({ ...STAGING, version: "latest" }).success).to.equal(false);
    expect(inputSchema.safeParse({ ...STAGING, service: "a b" }).success).to.equal(false);
    expect(String(failed)).to.include("a change is CHG- and digits");
  });
});
