/** Responses that are larger than Lambda takes. */
import { expect } from "chai";
import { fixtureServer } from "./support/fixture-server";
import { askingServer } from "./support/handler";

describe("a response that is too large for Lambda", () => {
  const server = {
    ...fixtureServer(),
    resources: [
      {
        uri: "x://large",
        name: "large",
        title: "Large",
        description: "Large.",
        mimeType: "text/plain",
        read: () => "x".repeat(7_000_000),
      },
    ],
  };
  const read = { jsonrpc: "2.0", id: 1, method: "resources/read", params: { uri: "x://large" } };

  it("is answered with an error under the request's id", async () => {
    const { status, json } = await askingServer(server)(read);

    expect(status).to.equal(200);
    expect(json).to.deep.include({ id: 1 });
    expect(json.error).to.deep.equal({
      code: -32603,
      message:
        "The response is larger than 6000000 bytes, which is all that can be sent: ask for less.",
    });
  });

  it("is answered with an error for each request of a batch, whose results are too large together", async () => {
    const third = { ...server.resources[0], read: () => "x".repeat(2_200_000) };
    const ask = askingServer({ ...server, resources: [third as never] });

    const { status, body } = await ask([1, 2, 3].map((id) => ({ ...read, id })));

    expect(status).to.equal(200);
    const answers = JSON.parse(body) as { id: number; error: { code: number } }[];
    expect(answers.map(({ id, error }) => [id, error.code])).to.deep.equal([
      [1, -32603],
      [2, -32603],
      [3, -32603],
    ]);
  });
});
