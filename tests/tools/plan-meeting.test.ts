import { expect } from "chai";
import { asking, serverWith } from "mcp-lambda/testing";
import { createHandler } from "../../handlers/mcp";
import { planMeeting } from "../../handlers/prompts/plan-meeting";

describe("the prompt plan-meeting", () => {
  const ask = asking(createHandler(serverWith({ prompts: [planMeeting()] })));

  it("names the zones, and half an hour where no length is given", async () => {
    const params = { name: "plan-meeting", arguments: { timeZones: "Asia/Seoul, UTC" } };
    const { body } = await ask({ jsonrpc: "2.0", id: 1, method: "prompts/get", params });

    expect(body)
      .to.include("a meeting of 30 minutes")
      .and.include("in these time zones: Asia/Seoul, UTC");
  });

  it("refuses to be written without zones", async () => {
    const params = { name: "plan-meeting", arguments: {} };
    const { json } = await ask({ jsonrpc: "2.0", id: 1, method: "prompts/get", params });

    expect(json.error).to.include({ code: -32602 });
    expect(json.error?.message).to.include("timeZones");
  });
});
