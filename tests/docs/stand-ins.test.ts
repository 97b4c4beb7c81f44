/** What runs the commands of documents refuses what the real tools would refuse. */
import { expect } from "chai";
import { shellOf } from "./commands/powershell";
import { type Ran, Workspace } from "./commands/workspace";

describe("stand-ins of documents' commands", function () {
  this.timeout(120_000);
  let workspace: Workspace;

  before(async function () {
    if (process.platform === "win32") this.skip();
    workspace = await Workspace.create({
      settings: ["auth", "throttleRate"],
      queries: ["Last errors"],
    });
  });

  after(() => {
    (workspace as Workspace | undefined)?.close();
  });

  const REFUSED: readonly (readonly [command: string, message: RegExp])[] = [
    ["pulumi stack remove dev", /"stack" takes 0 to 0 arguments/],
    ["pulumi stack rm dev --keep-config", /"stack rm" has no option --keep-config/],
    ["pulumi config set throttelRate 5", /throttelRate is not a setting/],
    ["pulumi stack output url", /the program has no output url/],
    ["pulumi up --policy-pack rules", /no rules/],
    ["aws logs query --log-group-name x", /"logs query" is not a command/],
    ["aws lambda get-function --name x", /"lambda get-function" has no option --name/],
    ["aws logs start-query --query-string x", /"logs start-query" wants --start-time, --end-time/],
    [
      "aws logs describe-query-definitions --query-definition-name-prefix a-dev/Errors",
      /no saved query is called "Errors"/,
    ],
    ["claude mcp add --http x", /"mcp add" has no option --http/],
    ["npm run no-such-script", /package.json has no script no-such-script/],
    ["npm run cost --rps 5", /options want -- before them/],
    ["npm install --global x", /install has no option --global/],
    ["npx cowsay hello", /cowsay is not installed by npm ci/],
    ["curl -d '{}' https://a.example/mcp", /what is sent is no JSON-RPC/],
    ["curl --json '{}' https://a.example/mcp", /no option --json/],
    ["docker run x", /docker: command not found/],
    ["curl --data '{}' https://a.example/mcp", /what is sent is no JSON-RPC/],
    ["npm run mutation -- handlers --bogus", /mutation has no option --bogus/],
    ["npm run check -- --bogus", /check has no option --bogus/],
    ["aws ssm put-parameter --name x --value y", /"ssm put-parameter" wants --region/],
    ["false; true", /^$/],
    ["false && true", /^$/],
  ];
  for (const [command, message] of REFUSED) {
    it(`refuse ${command}`, async () => {
      const { code, output }: Ran = await workspace.run(command);

      expect(code).to.not.equal(0);
      expect(output).to.match(message);
    });
  }

  it("are called in one shell, of which a document's next block has what one has set", async () => {
    await workspace.run('NAME=$(pulumi stack output logGroupName)\nshow() {\n  echo "$1 $NAME"\n}');
    const { output } = await workspace.run("show log");
    workspace.leaveDocument();
    const { code } = await workspace.run("show log");

    expect(output).to.equal("log /aws/lambda/mcp-server-dev\n");
    expect(code).to.equal(127);
  });

  it("take what the real ones take", async () => {
    const commands = [
      "pulumi stack rm dev --preserve-config",
      "pulumi config set auth iam --stack=prod",
      "aws logs start-query --region x --log-group-name x --start-time 1 --end-time 2 --query-string x",
    ];
    const { code, output } = await workspace.run(commands.join("\n"));

    expect({ code, output }).to.deep.equal({ code: 0, output: "an-id\n" });
    expect(workspace.config()).to.deep.equal({ auth: "iam" });
  });
});

describe("PowerShell of documents", () => {
  const READ: readonly (readonly [powershell: string, sh: string])[] = [
    ["npm run cost '--' --rps 5", "'npm' 'run' 'cost' '--' '--rps' '5'"],
    ["$env:NAME = 'it''s'", `export NAME='it'\\''s'`],
    [
      `Invoke-RestMethod -Method Post -Uri http://a/ -ContentType x -Body '{"a":1}'`,
      `curl -X 'POST' 'http://a/' -H 'Content-Type: x' -d '{"a":1}'`,
    ],
  ];
  for (const [powershell, sh] of READ) {
    it(`reads ${powershell}`, () => {
      expect(shellOf(powershell)).to.equal(sh);
    });
  }

  const REFUSED: readonly (readonly [powershell: string, message: RegExp])[] = [
    ["npm run cost -- --rps 5", /npm\.ps1 loses a bare --/],
    [`npm run call add '{"a":1}'`, /PowerShell 5\.1 loses the quotes/],
    ["npm ci && npm start", /not read as PowerShell/],
    ["pulumi login \\", /not read as PowerShell/],
    ["Invoke-RestMethod -Uri http://a/", /wants -Method/],
  ];
  for (const [powershell, message] of REFUSED) {
    it(`refuses ${powershell}`, () => {
      expect(() => shellOf(powershell)).to.throw(message);
    });
  }
});
