/** Who may call: proofs by option and of the stack, and what it means that one is refused. */
import { expect } from "chai";
import { isWell } from "../../../scripts/smoke/run-smoke";
import { NOTHING, type Proof } from "../../../scripts/smoke/target";
import { makePulumiStandIn } from "../../support/pulumi-stand-in";
import { type Finished, runProjectScript } from "../../support/script";
import { type Answer, NOT_SIGNED, runAgainst, withPermission } from "./run-against";
import { rpcError, startBroken, well } from "./broken-server";

const KEY_NEEDED = rpcError(-32600, "A key is needed in the header x-api-key.");
const OF_ADDRESS = {
  Message: "User: anonymous is not authorized to perform: execute-api:Invoke with an explicit deny",
};
const OF_TOKENS = rpcError(
  -32600,
  "The token lacks a scope, or your address is not among those that this server allows.",
);

const withKey: Answer = (received) =>
  received.headers["x-api-key"] === "a-key" ? well(received) : { status: 403, body: KEY_NEEDED };

const withToken: Answer = (received) => {
  const { headers, path } = received;
  if (headers.authorization === "Bearer a-token") return well(received);
  const origin = `http://${headers.host ?? ""}`;
  if (path.startsWith("/.well-known")) {
    return {
      status: 200,
      body: { resource: `${origin}/dev/mcp`, authorization_servers: ["https://issuer.example"] },
    };
  }
  const metadata = `${origin}/.well-known/oauth-protected-resource`;
  return {
    status: 401,
    headers: { "www-authenticate": `Bearer resource_metadata="${metadata}"` },
  };
};

const ofStack = (headers: Proof["headers"]): Proof => ({ headers, from: "stack" });
const signed: Proof["headers"] = () => Promise.resolve({ authorization: "AWS4-HMAC-SHA256 x" });

describe("npm run smoke: who may call", () => {
  describe("with a proof by option", () => {
    const smoke = async (
      answer: Answer,
      args: readonly string[],
      env: Readonly<Record<string, string>>,
    ): Promise<Finished> => {
      const server = await startBroken(answer);
      try {
        return await runProjectScript("smoke", [server.url, ...args], env);
      } finally {
        await server.close();
      }
    };

    it("calls with a key", async () => {
      const { code, output } = await smoke(withKey, ["--key-env", "MY_KEY"], { MY_KEY: "a-key" });
      expect(code, output).to.equal(0);
      expect(output).to.include("It wants an API key (auth: apiKey)").and.include("11 ok");
    });

    it("fails with a key that is refused", async () => {
      const { code, output } = await smoke(withKey, ["--key-env", "MY_KEY"], { MY_KEY: "wrong" });
      expect(code).to.equal(1);
      expect(output).to.match(/^✗ who may call +403, expected 200\. It wants an API key/m);
    });

    it("calls with a token", async () => {
      const env = { MY_TOKEN: "a-token" };
      const { code, output } = await smoke(withToken, ["--token-env", "MY_TOKEN"], env);
      expect(code, output).to.equal(0);
      expect(output).to.include("who has a token of https://issuer.example").and.include("11 ok");
    });

    it("refuses a variable that is not set", async () => {
      const { code, errors } = await smoke(withToken, ["--token-env", "NO_SUCH_TOKEN"], {});
      expect(code).to.equal(1);
      expect(errors).to.include("The environment variable NO_SUCH_TOKEN is not set");
    });

    it("fails where IAM does not allow who signs", async () => {
      const run = await runAgainst(withPermission, { headers: signed, from: "option" });
      expect(isWell(run)).to.equal(false);
      expect(run.rows.at(-1)).to.include({ check: "who may call", status: "failed" });
      expect(run.rows.at(-1)?.says).to.include("403, expected 200");
    });
  });

  describe("with what who deploys the stack has", () => {
    it("calls with the stack's first API key", async function () {
      if (process.platform === "win32") this.skip();
      const server = await startBroken(withKey);
      const outputs = (key: string): string =>
        JSON.stringify({
          endpoint: server.url,
          functionArn: "arn:aws:lambda:ap-northeast-2:111122223333:function:mcp-server-dev",
          logGroupName: "/aws/lambda/mcp-server-dev",
          apiKeys: { alice: key },
        });
      const pulumi = makePulumiStandIn([
        [/^stack output .*--show-secrets/, outputs("a-key")],
        [/^stack output /, outputs("[secret]")],
      ]);

      const { code, output } = await runProjectScript("smoke", ["--stack", "dev"], {
        ...pulumi.env,
        ...{ AWS_ACCESS_KEY_ID: "example", AWS_SECRET_ACCESS_KEY: "example" },
        AWS_ENDPOINT_URL: new URL(server.url).origin,
      });

      pulumi.remove();
      await server.close();
      expect(code, output).to.equal(0);
      expect(output)
        .to.match(/✓ who may call/)
        .and.include("11 ok");
    });

    const refusals: readonly (readonly [string, Answer, Proof["headers"], RegExp])[] = [
      [
        "IAM does not allow them to call",
        withPermission,
        signed,
        /auth: iam.*; this caller may not\. 403, .*not authorized to perform: execute-api/,
      ],
      [
        "their address may not call",
        () => ({ status: 403, body: OF_ADDRESS }),
        NOTHING,
        /^403\. The API's resource policy, or IAM, refuses this address or caller\./,
      ],
      [
        "their address may not call, with auth: jwt",
        () => ({ status: 403, body: OF_TOKENS }),
        NOTHING,
        /^403\. The token lacks a scope, or this address may not call\./,
      ],
    ];
    for (const [what, answer, headers, says] of refusals) {
      it(`ends with a warning where ${what}`, async () => {
        const run = await runAgainst(answer, ofStack(headers));
        expect(isWell(run), JSON.stringify(run.rows)).to.equal(true);
        expect(run.rows.at(-1)).to.include({ check: "who may call", status: "warning" });
        expect(run.rows.at(-1)?.says).to.match(says);
        expect(run.rows.at(-1)?.remedy).to.match(/allowedCidrs/);
        expect(run.notAsked).to.have.length(9);
      });
    }

    it("still fails where the server refuses for another reason", async () => {
      const refusing: Answer = ({ headers }) =>
        headers.authorization === undefined
          ? { status: 403, body: NOT_SIGNED }
          : { status: 403, body: { message: "Forbidden" } };
      const run = await runAgainst(refusing, ofStack(signed));
      expect(isWell(run)).to.equal(false);
    });
  });
});
