/** Callers as tools see them: every mode, both eras, and whatever a request says of itself. */
import { expect } from "chai";
import * as z from "zod";
import { definePrompt, text } from "../index";
import type { Caller } from "../http/caller";
import type { Ask, HandlerAnswer } from "../testing/ask";
import { plainTool, serverWith } from "../testing/definitions";
import type { EventParts } from "../testing/event";
import { call, modern } from "../testing/mcp";
import { capturing } from "../testing/output";
import { OPTIONS, PARTNER, person, ROLE } from "./support/callers";
import { askingServer } from "./support/handler";

const who = plainTool("who", (_, { caller }) => text(JSON.stringify(caller)));
const sdk = plainTool("sdk", (_, { mcp }) => text(JSON.stringify(mcp.http?.authInfo ?? null)));
const server = serverWith({
  tools: [who, sdk],
  resources: [
    {
      uri: "server://who",
      name: "who",
      title: "Who",
      description: "Who reads.",
      mimeType: "application/json",
      read: ({ caller }) => JSON.stringify(caller),
    },
  ],
  prompts: [
    definePrompt({
      name: "who",
      title: "Who",
      description: "Who asks.",
      arguments: z.object({}),
      write: (_, { caller }) => JSON.stringify(caller),
    }),
  ],
});

type Send = (ask: Ask, name: string, parts: EventParts) => Promise<HandlerAnswer>;

const ERAS: Readonly<Record<string, Send>> = {
  2025: (ask, name, parts) => ask(call(name), parts),
  2026: (ask, name, parts) => {
    const { body, headers } = modern("tools/call", { name, arguments: {} });
    return ask(body, { ...parts, headers: { ...headers, ...parts.headers } });
  },
};

/** The JSON that a tool has answered. */
function said({ json }: HandlerAnswer): unknown {
  const [first] = json.result?.["content"] as { text: string }[];
  return JSON.parse(first?.text ?? "");
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const CALLERS: readonly (readonly [string, Caller, object])[] = [
  ["none", { kind: "anonymous" }, {}],
  ["iam", ROLE, OPTIONS.iam],
  ["apiKey", PARTNER, OPTIONS.apiKey],
  ["jwt", person("alice"), OPTIONS.jwt],
];

describe("authorization", () => {
  for (const [auth, caller, options] of CALLERS) {
    for (const [era, send] of Object.entries(ERAS)) {
      it(`tells a tool who calls: ${auth}, ${era}`, async () => {
        const ask = askingServer(server, options);
        expect(said(await send(ask, "who", { caller }))).to.deep.equal(asJson(caller));
      });
    }

    it(`tells resources and prompts who calls: ${auth}`, async () => {
      const ask = askingServer(server, options);
      const requests = [
        ["resources/read", { uri: "server://who" }],
        ["prompts/get", { name: "who" }],
      ] as const;

      for (const [method, params] of requests) {
        const { json } = await ask({ jsonrpc: "2.0", id: 1, method, params }, { caller });
        const { contents, messages } = json.result as {
          contents?: { text: string }[];
          messages?: { content: { text: string } }[];
        };
        const answered = contents?.[0]?.text ?? messages?.[0]?.content.text ?? "";
        expect(JSON.parse(answered), method).to.deep.equal(asJson(caller));
      }
    });

    for (const [era, send] of Object.entries(ERAS)) {
      it(`takes no word of a caller for who it is: ${auth}, ${era}`, async () => {
        const ask = askingServer(server, options);
        const forged = {
          caller: { kind: "jwt", subject: "root", scopes: ["*"] },
          authInfo: { token: "root", clientId: "root", scopes: ["*"] },
          authorizer: { sub: "root", principalId: "root", scope: "*" },
          requestContext: { authorizer: { sub: "root" }, identity: { userArn: "root" } },
        };
        const parts = {
          caller,
          headers: {
            "x-amzn-requestcontext": JSON.stringify(forged.requestContext),
            "x-amzn-request-context": JSON.stringify(forged.requestContext),
            "x-amzn-authorizer": "root",
            "x-amzn-oidc-identity": "root",
            "x-amz-user-arn": "root",
            "x-forwarded-user": "root",
            requestContext: JSON.stringify(forged.requestContext),
            authorizer: JSON.stringify(forged.authorizer),
            Authorization: "Bearer root",
            "x-api-key": "root",
          },
        };
        const forging: Ask = (body, more) => {
          const message = body as { params: { arguments: object; _meta?: object } };
          const params = {
            ...message.params,
            ...forged,
            arguments: forged,
            _meta: { ...message.params._meta, ...forged },
          };
          return ask({ ...message, ...forged, params }, more);
        };

        const answer = await send(forging, "who", parts);
        const authInfo = await send(forging, "sdk", parts);

        expect(said(answer)).to.deep.equal(asJson(caller));
        expect(JSON.stringify(said(authInfo))).to.not.include("root");
      });
    }
  }

  for (const [era, send] of Object.entries(ERAS)) {
    it(`tells the SDK of a token's owner, without the token (${era})`, async () => {
      const ask = askingServer(server, OPTIONS.jwt);
      const alice = person("alice", { scopes: ["a", "b"] });

      const authInfo = said(await send(ask, "sdk", { caller: alice }));

      expect(authInfo).to.deep.equal({
        token: "",
        clientId: "alice-app",
        scopes: ["a", "b"],
        expiresAt: alice.expiresAt.getTime() / 1000,
        extra: { subject: "alice", issuer: "https://issuer.test" },
      });
    });

    it(`tells the SDK nothing of other callers (${era})`, async () => {
      const ask = askingServer(server, OPTIONS.iam);
      expect(said(await send(ask, "sdk", { caller: ROLE }))).to.equal(null);
    });

    it(`answers 401 to an owner whose token has expired 30 s ago, before anything runs (${era})`, async () => {
      let ran = 0;
      const tool = plainTool("run", () => text(String((ran += 1))));
      const ask = askingServer(serverWith({ tools: [tool] }), OPTIONS.jwt);
      const caller = person("alice", { expiresAt: new Date(Date.now() - 31_000) });

      const answer = await send(ask, "run", { caller });

      expect(answer.status).to.equal(401);
      expect(answer.json).to.deep.equal({
        jsonrpc: "2.0",
        id: null,
        error: { code: -32000, message: "Sign in, please." },
      });
      expect(ran).to.equal(0);
    });
  }

  it("serves a token for as long as the authorizer takes it, 30 s beyond its time", async () => {
    const ask = askingServer(server, OPTIONS.jwt);
    const expiresAt = new Date(Math.ceil(Date.now() / 1000) * 1000 - 29_000);

    expect((await ask(call("who"), { caller: person("alice", { expiresAt }) })).status).to.equal(
      200,
    );
  });

  for (const auth of ["iam", "apiKey", "jwt"] as const) {
    it(`refuses who is not known, and never serves an unknown as anonymous: ${auth}`, async () => {
      const ask = askingServer(server, OPTIONS[auth]);

      const { status, json } = await ask(call("who"));

      expect(status).to.equal(auth === "jwt" ? 401 : 403);
      expect(json.error?.code).to.equal(-32000);
      expect(json.result).to.equal(undefined);
    });
  }

  it("refuses callers of another kind than the mode's", async () => {
    const kinds = CALLERS.filter(([auth]) => auth !== "none");
    for (const [auth, , options] of kinds) {
      for (const [other, caller] of CALLERS) {
        if (other === auth) continue;
        const { status } = await askingServer(server, options)(call("who"), { caller });
        expect(status, `${auth} for ${other}`).to.equal(auth === "jwt" ? 401 : 403);
      }
    }
  });

  it("refuses origins and hosts, and answers preflights, whoever calls", async () => {
    const allowedOrigins = ["https://app.test"];
    const ask = askingServer(server, { ...OPTIONS.jwt, allowedOrigins });
    const statusOf = async (parts: EventParts): Promise<number> => (await ask("", parts)).status;

    expect(await statusOf({ headers: { Origin: "https://evil.test" } })).to.equal(403);
    expect(await statusOf({ headers: { Host: "evil.test" } })).to.equal(403);
    expect(await statusOf({ method: "GET" })).to.equal(405);
    const headers = { Origin: "https://app.test" };
    expect(await statusOf({ method: "OPTIONS", headers })).to.equal(204);
    const { status, headers: answered } = await ask(call("who"), { headers });
    expect(status).to.equal(401);
    expect(answered).to.include({ "access-control-allow-origin": "https://app.test" });
  });

  it("gives tools and logs nothing of what proves who a caller is", async () => {
    const NAMES = [
      ...["Authorization", "X-Api-Key", "Proxy-Authorization", "Cookie", "X-Amz-Security-Token"],
      ...["authorization", "AUTHORIZATION", "x-API-key", "COOKIE", "x-api-\u212aey"],
    ];
    const headers = Object.fromEntries(NAMES.map((name, index) => [name, `zebra-${index}`]));
    const snoop = plainTool("snoop", (_, context) => {
      const { http } = context.mcp as { http?: { req?: { headers?: Headers } } };
      const read = NAMES.map((name) => http?.req?.headers?.get(name) ?? null);
      context.log.info("context", { context, read, http });
      return text(JSON.stringify([read, http, context.mcp.mcpReq._meta]));
    });
    const options = { ...OPTIONS.jwt, logLevel: "debug", logPayloads: true, logCallers: true };
    const ask = askingServer(serverWith({ tools: [snoop] }), options);

    for (const send of Object.values(ERAS)) {
      const { result, output } = await capturing(() =>
        send(ask, "snoop", { caller: person("alice"), headers }),
      );
      expect(result.status).to.equal(200);
      expect(result.body + output).to.not.match(/zebra/);
    }
  });

  it("keeps a tool from changing who calls for the next of its batch", async () => {
    const alice = person("alice", { scopes: ["a"], claims: { groups: ["staff"] } });
    const change = plainTool("change", (_, { caller, mcp }) => {
      const target = caller as unknown as typeof alice & { claims: { groups: string[] } };
      const changes: (() => unknown)[] = [
        () => Object.assign(target, { subject: "root" }),
        () => (target.scopes as string[]).push("root"),
        () => target.claims.groups.push("root"),
        () => Object.assign(target.claims, { admin: true }),
        () => target.expiresAt.setTime(0),
        () => mcp.http?.authInfo?.scopes.push("root"),
        () => Object.assign(mcp.http?.authInfo ?? {}, { clientId: "root" }),
        () => Object.assign(mcp.http?.authInfo?.extra ?? {}, { subject: "root" }),
      ];
      for (const attempt of changes) {
        try {
          attempt();
        } catch {
          // Frozen.
        }
      }
      return text("changed");
    });
    const ask = askingServer(serverWith({ tools: [change, who, sdk] }), OPTIONS.jwt);
    const batch = [call("change", {}, 1), call("who", {}, 2), call("sdk", {}, 3)];

    const { body } = await ask(batch, { caller: alice });

    const [, second] = JSON.parse(body) as HandlerAnswer["json"][];
    expect(said({ json: second } as HandlerAnswer)).to.deep.equal(asJson(alice));
    expect(body).to.not.include("root");
  });
});
