/**
 * policy/ as a policy pack: Pulumi's own runner loads it, and it is asked over gRPC as the engine asks,
 * about what the program declares. Does not prove that the Pulumi CLI finds and starts the runner.
 */
import { expect } from "chai";
import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { once } from "node:events";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { PROJECT_ROOT } from "pulumi-local";
import type { Resource } from "../../policy/resource";
import { RULES } from "../../policy/rules";
import { declaredResources } from "../support/declared-resources";
import { closedAfter } from "../support/closed-after";

// As @pulumi/pulumi itself loads them: they are no packages of this project.
const ofPulumi = createRequire(require.resolve("@pulumi/pulumi"));
const grpc = ofPulumi("@grpc/grpc-js") as {
  readonly credentials: { readonly createInsecure: () => unknown };
};
const { AnalyzerClient } = ofPulumi("./proto/analyzer_grpc_pb") as {
  readonly AnalyzerClient: new (address: string, credentials: unknown) => Client;
};
const messages = ofPulumi("./proto/analyzer_pb") as Readonly<Record<string, new () => Message>>;
const { Empty } = ofPulumi("google-protobuf/google/protobuf/empty_pb") as {
  readonly Empty: new () => Message;
};
const { Struct } = ofPulumi("google-protobuf/google/protobuf/struct_pb") as {
  readonly Struct: { readonly fromJavaScript: (values: object) => unknown };
};

type Message = Readonly<Record<string, (value: unknown) => void>>;
type Reply<T> = (error: Error | null, reply: { readonly toObject: () => T }) => void;

interface Client {
  readonly getAnalyzerInfo: (request: Message, reply: Reply<Info>) => void;
  readonly analyze: (request: Message, reply: Reply<Answer>) => void;
  readonly analyzeStack: (request: Message, reply: Reply<Answer>) => void;
  readonly close: () => void;
}

interface Info {
  readonly policiesList: readonly { readonly name: string; readonly enforcementlevel: number }[];
}

interface Answer {
  readonly diagnosticsList: readonly {
    readonly policyname: string;
    readonly message: string;
    readonly enforcementlevel: number;
  }[];
}

const MANDATORY = 1;
/** What the engine sends of text that a preview does not know: sdk/go/common/resource/plugin/rpc.go. */
const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function message(name: string, fields: Readonly<Record<string, unknown>>): Message {
  const made = new (messages[name] ?? Empty)();
  for (const [setter, value] of Object.entries(fields)) made[setter]?.(value);
  return made;
}

/** As the engine sends a resource, without what only this process knows of it. */
function sent(
  kind: string,
  { type, name, additionalSecretOutputs }: Resource,
  all: object,
): Message {
  const { code, ...plain } = all as { readonly code?: unknown };
  return message(kind, {
    setType: type,
    setName: name,
    setUrn: `urn:pulumi:dev::mcp-server::${type}::${name}`,
    setProperties: Struct.fromJavaScript(JSON.parse(JSON.stringify(plain)) as object),
    setOptions: message("AnalyzerResourceOptions", {
      setAdditionalsecretoutputsList: additionalSecretOutputs,
    }),
  });
}

describe("the policy pack", () => {
  const keep = closedAfter();
  let runner: ChildProcess;
  let client: Client;
  let resources: readonly Resource[];

  before(async () => {
    resources = await declaredResources({
      auth: "jwt",
      jwtIssuer: "https://issuer.example.com",
      domainName: "mcp.example.com",
      hostedZoneId: "Z0123456789EXAMPLE",
    });
    const folder = path.join(PROJECT_ROOT, "policy");
    const run = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
    // The engine's address is passed on, and never called.
    const stdio = ["ignore", "pipe", "inherit"] as const;
    runner = keep(
      spawn(process.execPath, [run, "127.0.0.1:1", folder], {
        cwd: folder,
        stdio: [...stdio],
      }),
      (it) => it.kill(),
    );
    if (runner.stdout === null) throw new Error("the runner has no output");
    // Its first line is the port.
    const [port] = (await once(createInterface(runner.stdout), "line")) as [string];
    client = keep(new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure()));
  });

  function ask<T>(call: (reply: Reply<T>) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      call((error, reply) => {
        if (error === null) resolve(reply.toObject());
        else reject(error);
      });
    });
  }

  async function analyze(changed: readonly Resource[]): Promise<Answer["diagnosticsList"]> {
    const list = changed.map((each) => sent("AnalyzerResource", each, each.outputs));
    const request = message("AnalyzeStackRequest", { setResourcesList: list });
    const answer = await ask<Answer>((reply) => {
      client.analyzeStack(request, reply);
    });
    return answer.diagnosticsList;
  }

  it("has a policy of each rule, mandatory where the rule protects", async () => {
    const { policiesList } = await ask<Info>((reply) => {
      client.getAnalyzerInfo(new Empty(), reply);
    });

    expect(
      policiesList.map(({ name, enforcementlevel }) => [name, enforcementlevel === MANDATORY]),
    ).to.deep.equal(RULES.map(({ name, protects }) => [name, protects]));
  });

  it("reports nothing of a stack that holds", async () => {
    expect(await analyze(resources)).to.deep.equal([]);
  });

  it("reports what a stack breaks, with the rule's own words", async () => {
    const found = await analyze(withBody(resources, open));

    expect(found.map(({ policyname }) => policyname)).to.include("access-mcp-as-auth-says");
    expect(found[0]).to.include({ enforcementlevel: MANDATORY });
    expect(found[0]?.message).to.include('POST /mcp asks for "none"');
  });

  it("reports it before the API is made, in an update", async () => {
    const found: string[] = [];
    for (const each of withBody(resources, open)) {
      const { diagnosticsList } = await ask<Answer>((reply) => {
        client.analyze(sent("AnalyzeRequest", each, each.inputs), reply);
      });
      found.push(...diagnosticsList.map(({ policyname }) => `${each.name} ${policyname}`));
    }

    expect(found).to.include("MCPApi access-mcp-as-auth-says");
    expect(found.filter((name) => !name.startsWith("MCPApi access-"))).to.deep.equal([]);
  });

  it("reports nothing of the API before it is made, in an update of a stack that holds", async () => {
    for (const each of resources) {
      const { diagnosticsList } = await ask<Answer>((reply) => {
        client.analyze(sent("AnalyzeRequest", each, each.inputs), reply);
      });
      expect(diagnosticsList, `${each.type} ${each.name}`).to.deep.equal([]);
    }
  });

  it("says of what a preview does not know that it cannot look", async () => {
    const found = await analyze(withBody(resources, () => UNKNOWN_TEXT));

    expect(found.map(({ policyname }) => policyname)).to.include("access-mcp-as-auth-says");
    for (const { message: told } of found) expect(told).to.include("during preview");
  });
});

/** Without who may pass. */
function open(body: string): string {
  return body.replaceAll('"security":[{"jwt":[]}]', '"x":0');
}

function withBody(all: readonly Resource[], change: (body: string) => string): readonly Resource[] {
  return all.map((each) => {
    if (!each.type.endsWith(":RestApi")) return each;
    const body = change(each.inputs["body"] as string);
    return { ...each, inputs: { ...each.inputs, body }, outputs: { ...each.outputs, body } };
  });
}
