import { expect } from "chai";
import { asking, serverWith } from "mcp-lambda/testing";
import { createHandler } from "../../handlers/mcp";
import { timeZone } from "../../handlers/resources/time-zone";
import { defineServer } from "../../handlers/server";

describe("the resource template time-zone://{+name}", () => {
  const ask = asking(createHandler(serverWith({ resourceTemplates: [timeZone()] })));

  it("is one of the server's", () => {
    const names = defineServer().resourceTemplates.map(({ name }) => name);
    expect(names).to.include(timeZone().name);
  });

  it("tells the offset of a zone whose name has a slash", async () => {
    const params = { uri: "time-zone://Asia/Seoul" };
    const { json } = await ask({ jsonrpc: "2.0", id: 1, method: "resources/read", params });

    const [content] = json.result?.["contents"] as { text: string }[];
    expect(JSON.parse(content?.text ?? "")).to.include({
      timeZone: "Asia/Seoul",
      utcOffset: "+09:00",
    });
  });

  it("is not found for what is not a time zone", async () => {
    const params = { uri: "time-zone://Mars/Olympus" };
    const { json } = await ask({ jsonrpc: "2.0", id: 1, method: "resources/read", params });

    expect(json.error?.message).to.equal("Resource not found: time-zone://Mars/Olympus");
  });

  it("suggests the zones that begin with what is typed, in any case", async () => {
    const ref = { type: "ref/resource", uri: "time-zone://{+name}" };
    const params = { ref, argument: { name: "name", value: "asia/se" } };
    const { json } = await ask({ jsonrpc: "2.0", id: 1, method: "completion/complete", params });

    expect(json.result)
      .to.have.nested.property("completion.values")
      .that.deep.equals(["Asia/Seoul"]);
  });
});
