/** Lambda's Invoke on this machine: at once, and as an event that is tried again. */
import { expect } from "chai";
import type { InvocationResult } from "../../lambda/environment";
import type { DeclaredProgram } from "../../program/declared";
import { invokedFunctions, lambdaService } from "../../stand-ins/lambda-service";
import { type LoopbackService, startService } from "../../stand-ins/loopback-service";
import { closedAfter } from "../../../../tests/support/closed-after";

const ARN = "arn:aws:lambda:eu-west-1:000000000000:function:work";
const DONE: InvocationResult = { kind: "result", payload: '{"a":1}' };
const FAILED: InvocationResult = {
  kind: "error",
  error: { errorType: "Error", errorMessage: "out of order", trace: [] },
};

function program(maximumRetryAttempts?: number, variable = `${ARN}:1`): DeclaredProgram {
  const declare = (type: string, name: string, inputs: object, outputs = {}): object => ({
    type: `aws:lambda/${type}`,
    name,
    custom: true,
    inputs,
    outputs,
  });
  const environment = { variables: { TASK_FUNCTION: variable } };
  const resources = [
    declare("function:Function", "work", {}, { id: "work", arn: ARN }),
    declare("function:Function", "mcp", { environment }, { id: "mcp", arn: `${ARN}-mcp` }),
    ...(maximumRetryAttempts === undefined
      ? []
      : [
          declare("functionEventInvokeConfig:FunctionEventInvokeConfig", "config", {
            functionName: "work",
            maximumRetryAttempts,
          }),
        ]),
  ];
  return { resources: resources as DeclaredProgram["resources"], outputs: {} };
}

describe("Lambda's Invoke on this machine", () => {
  const keep = closedAfter();
  let service: LoopbackService;
  let invoked: unknown[];
  let results: InvocationResult[];
  let declared = program();

  before(async () => {
    const answer = lambdaService({
      program: () => declared,
      invoke: async (arn, event) => {
        invoked.push([arn, event]);
        return results.shift() ?? DONE;
      },
      onFailure: () => undefined,
      pausesMs: [1, 1],
    });
    service = keep(await startService(answer));
  });
  beforeEach(() => {
    invoked = [];
    results = [];
    declared = program();
  });

  async function invoke(
    name: string,
    body = '{"task":1}',
    type = "Event",
  ): Promise<{ status: number; error: string | null; text: string }> {
    const path = `/2015-03-31/functions/${encodeURIComponent(name)}/invocations`;
    const response = await fetch(`${service.url}${path}`, {
      method: "POST",
      headers: { authorization: "AWS4-HMAC-SHA256 local", "x-amz-invocation-type": type },
      body,
    });
    const error = response.headers.get("x-amz-function-error");
    return { status: response.status, error, text: await response.text() };
  }

  for (const name of [`${ARN}:1`, "work:1"]) {
    it(`takes an event for ${name} with 202, and hands it to that version`, async () => {
      const { status, text } = await invoke(name);

      expect([status, text]).to.deep.equal([202, ""]);
      expect(invoked).to.deep.equal([[`${ARN}:1`, { task: 1 }]]);
    });
  }

  const retries: readonly (readonly [declared: number | undefined, attempts: number])[] = [
    [undefined, 3],
    [1, 2],
    [0, 1],
  ];
  for (const [maximum, attempts] of retries) {
    it(`tries a failing event ${attempts} times with maximumRetryAttempts ${String(maximum)}`, async () => {
      declared = program(maximum);
      results = Array.from({ length: 10 }, () => FAILED);
      await invoke(ARN);
      for (let turns = 0; turns < 30; turns += 1) {
        await new Promise((resolve) => setTimeout(resolve, 2));
      }

      expect(invoked).to.have.length(attempts);
    });
  }

  it("gives the result of who waits for it, and its failure as Lambda names it", async () => {
    results = [DONE, FAILED];

    const done = await invoke(ARN, "", "RequestResponse");
    const failed = await invoke(ARN, "", "RequestResponse");

    expect(done).to.deep.equal({ status: 200, error: null, text: '{"a":1}' });
    expect([failed.status, failed.error]).to.deep.equal([200, "Unhandled"]);
    expect(failed.text).to.include("out of order");
  });

  it("refuses a function that is not declared, an event over 1 MB, and what is not JSON", async () => {
    const large = JSON.stringify("x".repeat(1024 * 1024));

    const statuses = [await invoke("other"), await invoke(ARN, large), await invoke(ARN, "{")];

    expect(statuses.map(({ status }) => status)).to.deep.equal([404, 413, 400]);
    expect(invoked).to.deep.equal([]);
  });

  it("is there only for a program whose functions are told of each other", () => {
    expect(invokedFunctions(program())).to.deep.equal([ARN]);
    expect(invokedFunctions(program(undefined, `${ARN}-other`))).to.deep.equal([]);
  });
});
