/** What holds for every tool of the server, whichever there are. */
import { expect } from "chai";
import { defineServer } from "../handlers/server";

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
