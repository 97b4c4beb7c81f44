/** Answers of tools that send notifications to 2025 clients, by what the client accepts. */
import { expect } from "chai";
import { text } from "../definitions/tool";
import { plainTool, serverWith } from "../testing/definitions";
import { call } from "../testing/mcp";
import { askingServer } from "./support/handler";

const talks = plainTool("talks", async (_, { mcp }) => {
  const params = { progressToken: "p", progress: 1 };
  await mcp.mcpReq.notify({ method: "notifications/progress", params });
  return text("done");
});

describe("an answer with notifications", () => {
  const ask = askingServer(serverWith({ tools: [talks] }));

  it("is a stream that nobody stores, where the client accepts one", async () => {
    const { headers, body } = await ask(call("talks"), {
      headers: { accept: "text/event-stream" },
    });

    expect(headers["content-type"]).to.equal("text/event-stream");
    expect(headers["cache-control"]).to.equal("no-cache");
    expect(body.match(/^event: message$/gm)).to.have.length(2);
  });

  for (const accept of ["application/json", "*/*"]) {
    it(`is the result alone where it accepts ${accept}`, async () => {
      const { headers, json } = await ask(call("talks"), { headers: { accept } });

      expect(headers["content-type"]).to.equal("application/json");
      expect(json.result).to.deep.equal({ content: [{ type: "text", text: "done" }] });
    });
  }
});
