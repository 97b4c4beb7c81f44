import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import * as path from "node:path";
import { explainSerializationFailure } from "../../infra/serialization-error";
import { declare } from "../support/program";

const FIXTURE = path.join(__dirname, "..", "fixtures", "unserializable");

describe("a handler that cannot be serialized", () => {
  it("is explained by file, line and name of what a tool keeps at module level", async () => {
    const tools = path.join(FIXTURE, "tools");
    const error = await explainSerializationFailure(new Error("native code"), tools);
    expect(error).to.be.instanceOf(pulumi.RunError);
    expect(error.message)
      .to.include("native code")
      .and.include('tools/broken-tool.ts:5 keeps "inputSchema" at module level')
      .and.include("z.object({ a: z.number() })")
      .and.include("inside the function that returns its definition");
  });

  it("stops the program with that explanation in place of the serializer's stack", async () => {
    const failure = await declare({ programFolder: FIXTURE }).catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(Error);
    expect((failure as Error).message)
      .to.match(/^The handler cannot be serialized: /)
      .and.not.include("createClosure");
  });
});
