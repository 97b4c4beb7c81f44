/** Whose credentials `npm run logs`, `stats` and `smoke` ask AWS with: those of the stack they look at. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { closedAfter } from "../../support/closed-after";
import { makePulumiStandIn } from "../../support/pulumi-stand-in";
import { runProjectScript } from "../../support/script";
import { startBroken, well } from "../smoke/broken-server";

const sectionOf = (profile: string): string =>
  `[${profile}]\naws_access_key_id = OF${profile}\naws_secret_access_key = example\n`;
const configOf = (profile: string): string =>
  JSON.stringify({ "aws:profile": { value: profile, secret: false } });

describe("the profile of a stack", () => {
  const keep = closedAfter();
  const keys = new Set<string>();
  let env: Readonly<Record<string, string>>;

  before(async function () {
    if (process.platform === "win32") this.skip();
    const server = keep(
      await startBroken((received) => {
        const [, key] = /Credential=(\w+)\//.exec(received.headers.authorization ?? "") ?? [];
        if (key === undefined) return well(received);
        keys.add(key);
        return { status: 200, body: { events: [], AccountLimit: { ConcurrentExecutions: 1000 } } };
      }),
      (it) => it.close(),
    );
    const folder = keep(fs.mkdtempSync(path.join(os.tmpdir(), "profiles-")), (it) => {
      fs.rmSync(it, { recursive: true });
    });
    const credentials = path.join(folder, "credentials");
    fs.writeFileSync(credentials, ["prod", "selected", "other"].map(sectionOf).join(""));
    const outputs = {
      endpoint: server.url,
      functionArn: "arn:aws:lambda:ap-northeast-2:111122223333:function:mcp-server-prod",
      logGroupName: "/aws/lambda/mcp-server-prod",
    };
    const pulumi = keep(
      makePulumiStandIn([
        [/^stack output /, JSON.stringify(outputs)],
        [/^config --json --stack prod\b/, configOf("prod")],
        [/^config --json /, configOf("selected")],
        [/^config get aws:profile --stack prod\b/, "prod"],
        [/^config get aws:profile /, "selected"],
      ]),
      (it) => {
        it.remove();
      },
    );
    env = {
      ...pulumi.env,
      AWS_ENDPOINT_URL: new URL(server.url).origin,
      AWS_SHARED_CREDENTIALS_FILE: credentials,
      AWS_CONFIG_FILE: path.join(folder, "config"),
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
      AWS_PROFILE: "other",
    };
  });

  beforeEach(() => {
    keys.clear();
  });

  for (const [script, ...args] of [["logs", "--no-follow"], ["stats"], ["smoke"]]) {
    it(`${String(script)}: is that of --stack, not of the selected one or the environment`, async () => {
      const named = [...args, "--stack", "prod"];
      const { code, output, errors } = await runProjectScript(String(script), named, env);
      expect(code, output + errors).to.equal(0);
      expect([...keys]).to.deep.equal(["OFprod"]);
    });
  }

  it("is that of the selected stack without --stack", async () => {
    const { code, errors } = await runProjectScript("logs", ["--no-follow"], env);
    expect(code, errors).to.equal(0);
    expect([...keys]).to.deep.equal(["OFselected"]);
  });
});
