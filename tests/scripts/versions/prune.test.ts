/** What is removed at AWS, asked over HTTP as AWS's clients do; the answers are this test's. */
import { expect } from "chai";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { pruneVersions } from "../../../scripts/versions/prune";

const DAY = 86_400_000;

interface Version {
  readonly Version: string;
  readonly LastModified: string;
  readonly Environment?: object;
}

interface Account {
  /** By the function's name. */
  readonly functions: Readonly<Record<string, readonly Version[]>>;
  readonly aliases: Readonly<Record<string, readonly object[]>>;
}

function version(number: number, daysAgo: number, environment?: object): Version {
  const LastModified = new Date(Date.now() - daysAgo * DAY).toISOString();
  return {
    Version: String(number),
    LastModified,
    ...(environment !== undefined && { Environment: environment }),
  };
}

const beginsIn = (task: number): object => ({
  Variables: { TASK_FUNCTION: `arn:aws:lambda:eu-west-1:1:function:tools-dev-tasks:${task}` },
});

/** Old versions 1 to 4, of which the alias has 2; tasks of version 2 of theirs begin in task version 1. */
function account(ofTwo: object = beginsIn(1)): Account {
  return {
    functions: {
      "tools-dev": [
        version(1, 90, beginsIn(1)),
        version(2, 80, ofTwo),
        version(3, 70, beginsIn(2)),
        version(4, 60, beginsIn(4)),
      ],
      "tools-dev-tasks": [version(1, 90), version(2, 80), version(3, 70), version(4, 60)],
    },
    aliases: { "tools-dev": [{ Name: "live", FunctionVersion: "2" }], "tools-dev-tasks": [] },
  };
}

describe("npm run up with keepVersions", () => {
  const VARIABLES = ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
  const before = new Map(VARIABLES.map((name) => [name, process.env[name]]));
  let server: http.Server | undefined;

  afterEach(() => {
    server?.close();
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  async function removedFrom(
    { functions, aliases }: Account,
    pin?: number,
  ): Promise<{ readonly removed: readonly string[]; readonly said: readonly string[] }> {
    const removed: string[] = [];
    const said: string[] = [];
    server = http.createServer((request, response) => {
      const url = new URL(request.url ?? "", "http://localhost");
      const [, name = "", list] = /\/functions\/([^/]+)(?:\/(\w+))?$/.exec(url.pathname) ?? [];
      if (request.method === "DELETE") {
        removed.push(`${name}:${url.searchParams.get("Qualifier") ?? ""}`);
        response.writeHead(204).end();
      } else if (url.pathname.endsWith("/GetMetricData")) {
        // Nothing was invoked: an empty map.
        response.writeHead(200, { "smithy-protocol": "rpc-v2-cbor" }).end(Buffer.from([0xa0]));
      } else if (list === "versions" && functions[name] === undefined) {
        response.writeHead(404, { "x-amzn-errortype": "ResourceNotFoundException" }).end("{}");
      } else {
        const body =
          list === "versions" ? { Versions: functions[name] } : { Aliases: aliases[name] };
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
      }
    });
    await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    process.env["AWS_ENDPOINT_URL"] = `http://127.0.0.1:${port}`;
    process.env["AWS_ACCESS_KEY_ID"] = "test";
    process.env["AWS_SECRET_ACCESS_KEY"] = "test";
    const stack = {
      ...{ name: "dev", functionName: "tools-dev", region: "eu-west-1", logGroup: "/x" },
      ...{ endpoint: "", profile: undefined, isKeptReady: false, streaming: false, place: [] },
      ...{ pin, keepVersions: 1 },
    };
    await pruneVersions(stack, (line) => said.push(line));
    return { removed, said };
  }

  it("removes what nobody needs: not what is live, the newest, or what begins tasks", async () => {
    const { removed, said } = await removedFrom(account());

    expect(removed).to.deep.equal([
      "tools-dev:1",
      "tools-dev:3",
      "tools-dev-tasks:2",
      "tools-dev-tasks:3",
    ]);
    expect(said).to.deep.equal([
      "Removed old versions of tools-dev: 1, 3",
      "Removed old versions of tools-dev-tasks: 2, 3",
    ]);
  });

  it("keeps what the setting version names, and the task version that it begins tasks in", async () => {
    const { removed } = await removedFrom(account(), 3);

    expect(removed).to.deep.equal(["tools-dev:1", "tools-dev-tasks:3"]);
  });

  it("removes no task version where AWS keeps a version's variables back, and says so", async () => {
    const hidden = { Error: { ErrorCode: "AccessDenied", Message: "KMS" } };

    const { removed, said } = await removedFrom(account(hidden));

    expect(removed).to.deep.equal(["tools-dev:1", "tools-dev:3"]);
    expect(said.at(-1)).to.match(/^Old versions of tools-dev-tasks are kept: AWS does not show/);
  });
});
