/** What holds for the server and every tool of it, whichever there are. */
import { expect } from "chai";
import { createDispatch } from "mcp-lambda";
import { defineServer } from "../handlers/server";

describe("the server", () => {
  it("has in its lists nothing that clients stumble over", () => {
    expect(() => createDispatch(defineServer(), { auth: "jwt" })).to.not.throw();
  });
});

describe("every tool", () => {
  const tools = defineServer().tools;

  it("has a name that all clients accept, of its own", () => {
    for (const { name } of tools) expect(name).to.match(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(new Set(tools.map(({ name }) => name)).size).to.equal(tools.length);
  });

  it("gives all four hints, a title and a description", () => {
    for (const tool of tools) {
      expect(tool.annotations, tool.name).to.have.all.keys(
        "readOnlyHint",
        "destructiveHint",
        "idempotentHint",
        "openWorldHint",
      );
      expect(tool.title).to.not.equal("");
      expect(tool.description).to.not.equal("");
    }
  });
});
