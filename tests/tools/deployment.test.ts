import { expect } from "chai";
import { asking, serverWith } from "mcp-lambda/testing";
import { createHandler } from "../../handlers/mcp";
import { deployment } from "../../handlers/resources/deployment";

describe("the resource server://deployment", () => {
  it("says which deployment answers, and within which limits", async () => {
    const ask = asking(createHandler(serverWith({ resources: [deployment()] })));

    const params = { uri: "server://deployment" };
    const { json } = await ask({ jsonrpc: "2.0", id: 1, method: "resources/read", params });

    const [content] = json.result?.["contents"] as { mimeType: string; text: string }[];
    expect(content?.mimeType).to.equal("application/json");
    expect(JSON.parse(content?.text ?? "")).to.include.keys("name", "version", "maxBodyBytes");
  });
});
