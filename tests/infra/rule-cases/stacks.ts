/** Stacks that break no rule, and changes by which they break one. */
import { expect } from "chai";
import { type Values, values } from "../../../policy/resource";

const CIDRS = { allowedCidrs: "203.0.113.0/24" };
/** Stacks that break no rule. */
export const STACKS = {
  none: { allowedOrigins: "https://app.example.com" },
  iam: { auth: "iam", ...CIDRS },
  apiKey: { auth: "apiKey", apiKeys: "alice,ci" },
  jwt: {
    auth: "jwt",
    jwtIssuer: "https://issuer.example.com",
    jwtScopes: "mcp",
    domainName: "mcp.example.com",
    hostedZoneId: "Z0123456789EXAMPLE",
    subnetIds: "subnet-0123456789abcdef0",
    securityGroupIds: "sg-0123456789abcdef0",
    waf: "true",
    xray: "true",
    ...CIDRS,
  },
};

/** A resource that tests may change: inputs stand for outputs too, as in the engine. */
export interface Draft {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  additionalSecretOutputs: string[];
  secretInputs?: string[];
}

export type Break = (draft: Draft[]) => void;

/** Changes the inputs of the resources of a type, or of the one whose name has a part. */
export function edit(
  type: string,
  change: (inputs: Record<string, unknown>) => void,
  part = "",
): Break {
  return (drafts) => {
    const found = drafts.filter(({ type: of, name }) => of.endsWith(type) && name.includes(part));
    expect(found.length, `${type} ${part}`).to.be.greaterThan(0);
    for (const { inputs, outputs } of found) {
      change(inputs);
      Object.assign(outputs, inputs);
    }
  };
}

/** Sets one input, or one part of an input: "loggingConfig.logGroup". */
export function set(type: string, path: string, value: unknown, part = ""): Break {
  return edit(
    type,
    (inputs) => {
      setIn(inputs, path.split("."), value);
    },
    part,
  );
}

function setIn(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key = "", ...rest] = path;
  if (rest.length > 0) {
    const next = { ...values(target[key]) };
    setIn(next, rest, value);
    target[key] = next;
  } else if (value === undefined) Reflect.deleteProperty(target, key);
  else target[key] = value;
}

/** Sets a part of the API's document; keys may have dots. */
export function document(path: readonly string[], value: unknown): Break {
  return edit("RestApi", (inputs) => {
    const body = JSON.parse(inputs["body"] as string) as Record<string, unknown>;
    setIn(body, path, value);
    inputs["body"] = JSON.stringify(body);
  });
}

export function without(type: string, part = ""): Break {
  return (drafts) => {
    const before = drafts.length;
    for (let index = before - 1; index >= 0; index -= 1) {
      const { type: of = "", name = "" } = drafts[index] ?? {};
      if (of.endsWith(type) && name.includes(part)) drafts.splice(index, 1);
    }
    expect(drafts.length, `${type} ${part}`).to.be.lessThan(before);
  };
}

export function add(type: string, inputs: Values): Break {
  return (drafts) => {
    const outputs = { ...inputs };
    drafts.push({
      type,
      name: "added",
      inputs: { ...inputs },
      outputs,
      additionalSecretOutputs: [],
    });
  };
}

/** Adds a statement to the policies of a role. */
export const statement = (policy: object, part: string): Break =>
  edit(
    "RolePolicy",
    (inputs) => {
      const { policy: before } = inputs;
      const parsed = values(typeof before === "string" ? JSON.parse(before) : before);
      const Statement = [...(parsed["Statement"] as unknown[]), policy];
      inputs["policy"] = JSON.stringify({ ...parsed, Statement });
    },
    part,
  );
export const allow = (Action: string | string[], Resource: string): object => ({
  Effect: "Allow",
  Action,
  Resource,
});

/** What is broken, in which of the stacks, how, and a part of what the rule says of it. */
export type Case = readonly [
  what: string,
  stack: keyof typeof STACKS,
  broken: Break,
  problem: string,
];

/** By name of the rule. */
export type Cases = Readonly<Record<string, readonly Case[]>>;

export const LAMBDA = "lambda/function:Function";
export const REST_API = "restApi:RestApi";
export const POST = ["paths", "/mcp", "post"];
export const ANY = ["paths", "/mcp", "x-amazon-apigateway-any-method"];
export const METADATA = "/.well-known/oauth-protected-resource/mcp";

/** Sets WWW-Authenticate of a gateway response, or takes it away. */
export const challengeIs = (type: string, header: string | undefined): Break =>
  document(
    [
      "x-amazon-apigateway-gateway-responses",
      type,
      "responseParameters",
      "gatewayresponse.header.WWW-Authenticate",
    ],
    header && `'${header}'`,
  );
