/** API Gateway's limit for the headers of a request, over HTTP. */
import { expect } from "chai";
import * as http from "node:http";
import { Gateway } from "../../api-gateway/gateway";
import { headerBytes } from "../../api-gateway/http-headers";
import { readRestApi } from "../../api-gateway/rest-api";
import { declaredApi, PERMISSIONS, result, toFunction } from "../support/declared-api";
import { closedAfter } from "../../../../tests/support/closed-after";

describe("the headers of a request", () => {
  let url = "";
  let received = 0;
  const gateway = new Gateway({
    invoke: async () => Promise.resolve(result({ statusCode: 200, body: "" })),
    page: (message) => {
      received = headerBytes(message);
      return false;
    },
  });

  const keep = closedAfter();
  before(async () => {
    url = await keep(gateway).listen(0);
    gateway.deploy(
      readRestApi(declaredApi({ paths: { "/mcp": { post: toFunction } } }, PERMISSIONS)),
    );
  });

  const post = (padding: number): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const headers = { x: "x".repeat(padding) };
      const options = { method: "POST", headers, agent: false };
      const request = http.request(`${url}/dev/mcp`, options, (response) => {
        let body = "";
        response.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
        response.on("end", () => {
          resolve({ status: response.statusCode ?? 0, body });
        });
      });
      request.once("error", reject).end();
    });

  it("may have 10,240 bytes altogether, and no more", async () => {
    await post(1);
    const others = received - 1;
    const most = await post(10_240 - others);
    const more = await post(10_241 - others);
    const far = await post(40_000);

    expect(most.status).to.equal(200);
    for (const { status, body } of [more, far]) {
      expect(status).to.equal(400);
      expect(JSON.parse(body)).to.deep.equal({
        message: "HTTP header is larger than 10240 bytes.",
      });
    }
  });
});
