/** Requests that wait while a program is evaluated: nobody waits for that on AWS. */
import { expect } from "chai";
import { setTimeout } from "node:timers/promises";
import type { AnsweredRequest } from "../../api-gateway/answered-request";
import { Gateway } from "../../api-gateway/gateway";
import { readRestApi } from "../../api-gateway/rest-api";
import { declaredApi, PERMISSIONS, toFunction } from "../support/declared-api";

describe("a request that was held", () => {
  it("counts no waiting as latency, so that no alarm is raised by an edit", async () => {
    const answered: AnsweredRequest[] = [];
    const gateway = new Gateway({
      invoke: () => Promise.reject(new Error("nothing is invoked")),
      onRequest: (request) => answered.push(request),
    });
    const url = await gateway.listen(0);

    const response = fetch(`${url}/dev/mcp`);
    await setTimeout(400);
    const paths = { "/mcp": { post: toFunction } };
    gateway.deploy(readRestApi(declaredApi({ paths }, PERMISSIONS)));
    await (await response).text();
    await gateway.close();

    expect(answered.map(({ milliseconds }) => milliseconds < 300)).to.deep.equal([true]);
  });
});
