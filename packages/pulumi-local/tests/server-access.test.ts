/** What a server wants of callers, found out over HTTP. */
import { expect } from "chai";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { freePort } from "./support/fixture";
import { findServerAccess } from "../cli/server-access";

interface Answer {
  readonly status: number;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: object;
}

describe("findServerAccess", () => {
  let url = "";
  let answers: Readonly<Record<string, Answer>> = {};
  const received: http.IncomingHttpHeaders[] = [];
  const server = http.createServer((message, reply) => {
    received.push(message.headers);
    const { status, headers = {}, body = {} } = answers[message.url ?? ""] ?? { status: 404 };
    reply.writeHead(status, headers).end(JSON.stringify(body));
  });

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const message = (text: string): object => ({ error: { code: -32000, message: text } });
  const simple: readonly (readonly [string, Answer, object])[] = [
    ["anybody", { status: 200, body: { result: {} } }, { kind: "none" }],
    [
      "a key",
      { status: 403, body: message("A key is needed in the header x-api-key.") },
      { kind: "apiKey" },
    ],
    ["a signature", { status: 403, body: message("The request is not signed.") }, { kind: "iam" }],
    [
      "a signature, in AWS's words",
      { status: 403, body: { message: "Missing Authentication Token" } },
      { kind: "iam" },
    ],
    [
      "what it does not say",
      { status: 403, body: { message: "Forbidden" } },
      { kind: "unknown", reason: "403 Forbidden" },
    ],
    ["what is not there", { status: 404 }, { kind: "unknown", reason: "404" }],
  ];
  for (const [what, answer, access] of simple) {
    it(`recognizes a server that wants ${what}`, async () => {
      answers = { "/mcp": answer };
      expect(await findServerAccess(`${url}/mcp`)).to.deep.equal(access);
    });
  }

  const issuer = (document: object): Readonly<Record<string, Answer>> => ({
    "/as/.well-known/openid-configuration": { status: 200, body: document },
  });
  const protectedResource = (): Answer => ({
    status: 200,
    body: {
      resource: `${url}/mcp`,
      authorization_servers: [`${url}/as`],
      scopes_supported: ["a"],
    },
  });

  it("follows the challenge to the metadata, and to the issuer's", async () => {
    const challenge = `Bearer resource_metadata="${url}/named", scope="a"`;
    answers = {
      "/dev/mcp": { status: 401, headers: { "www-authenticate": challenge } },
      "/named": protectedResource(),
      ...issuer({ registration_endpoint: `${url}/register` }),
    };
    expect(await findServerAccess(`${url}/dev/mcp`)).to.deep.equal({
      kind: "jwt",
      resource: `${url}/mcp`,
      issuer: `${url}/as`,
      scopes: ["a"],
      registration: "automatic",
    });
  });

  it("looks at the well-known path where the challenge names none, and sees who registers nobody", async () => {
    answers = {
      "/mcp": { status: 401 },
      "/.well-known/oauth-protected-resource/mcp": protectedResource(),
      ...issuer({ issuer: `${url}/as` }),
    };
    expect(await findServerAccess(`${url}/mcp`)).to.deep.include({ registration: "manual" });
  });

  it("takes a metadata document of clients for registration by themselves", async () => {
    answers = {
      "/mcp": { status: 401 },
      "/.well-known/oauth-protected-resource/mcp": protectedResource(),
      "/.well-known/oauth-authorization-server/as": {
        status: 200,
        body: { client_id_metadata_document_supported: true },
      },
    };
    expect(await findServerAccess(`${url}/mcp`)).to.deep.include({ registration: "automatic" });
  });

  it("knows no issuer where there is no metadata", async () => {
    answers = { "/mcp": { status: 401 } };
    expect(await findServerAccess(`${url}/mcp`)).to.deep.equal({
      kind: "jwt",
      resource: undefined,
      issuer: undefined,
      scopes: [],
      registration: undefined,
    });
  });

  it("asks without credentials, and says why it cannot", async () => {
    const access = await findServerAccess(`http://127.0.0.1:${await freePort()}/mcp`);
    expect(access).to.have.property("kind", "unreachable");
    expect(access).to.have.property("reason").that.includes("ECONNREFUSED");
    for (const headers of received) expect(headers).to.not.have.any.keys("authorization", "origin");
  });
});
