import { expect } from "chai";
import { type Caller } from "mcp-lambda";
import { asking, serverWith } from "mcp-lambda/testing";
import { createHandler } from "../../handlers/mcp";
import { deployment } from "../../handlers/resources/deployment";

/** What the resource says to a caller. */
async function read(caller: Caller): Promise<Readonly<Record<string, unknown>>> {
  const ask = asking(createHandler(serverWith({ resources: [deployment()] })));
  const params = { uri: "server://deployment" };
  const request = { jsonrpc: "2.0", id: 1, method: "resources/read", params };
  const { json } = await ask(request, { caller });
  const [content] = json.result?.["contents"] as { mimeType: string; text: string }[];
  expect(content?.mimeType).to.equal("application/json");
  return JSON.parse(content?.text ?? "") as Readonly<Record<string, unknown>>;
}

describe("the resource server://deployment", () => {
  const { AUTH } = process.env;
  afterEach(() => {
    if (AUTH === undefined) delete process.env["AUTH"];
    else process.env["AUTH"] = AUTH;
  });

  it("says which deployment answers, and within which limits", async () => {
    delete process.env["AUTH"];

    const said = await read({ kind: "anonymous" });

    expect(said).to.include.keys("name", "version", "maxBodyBytes");
    expect(said).to.include({ auth: "none", caller: "anonymous" });
  });

  it("says how it knows its callers, and nothing of who they are", async () => {
    process.env["AUTH"] = "iam";

    const said = await read({ kind: "iam", arn: "arn:aws:iam::1:user/alice", accountId: "1" });

    expect(said).to.include({ auth: "iam", caller: "iam" });
    expect(JSON.stringify(said)).to.not.include("alice");
  });
});
