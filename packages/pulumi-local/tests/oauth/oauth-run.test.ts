/** The settings of `npm start -- --oauth`, and what it prints for each way that callers are let in. */
import { expect } from "chai";
import { greetingOf, greetingText } from "../../cli/greeting";
import { issuerPort, oauthSettings } from "../../cli/oauth-run";
import type { DeclaredProgram } from "../../program/declared";
import { UserError } from "../../user-error";

const ISSUER = "http://127.0.0.1:3001";
const ENDPOINT = "http://127.0.0.1:3000/mcp";

describe("npm start -- --oauth", () => {
  it("takes the local issuer in place of any other, and keeps what tokens must carry", () => {
    const config = {
      "aws:region": "eu-west-1",
      "p:auth": "apiKey",
      "p:apiKeys": '["a"]',
      "p:jwtIssuer": "https://issuer.test",
      "p:jwtAudience": "x",
      "p:jwtClients": "x",
      "p:jwtScopePrefix": "x",
      "p:jwtScopeClaims": "x",
      "p:jwtJwksUri": "x",
      "p:domainName": "x",
      "p:certificateArn": "x",
      "p:hostedZoneId": "x",
      "p:publicUrl": "https://cdn.test/dev/mcp",
      "p:jwtScopes": "a",
      "p:jwtClaims": "email",
      "p:authCacheSeconds": "0",
    };
    expect(oauthSettings({ project: "p", stack: "dev", config }, ISSUER)).to.deep.equal({
      project: "p",
      stack: "dev",
      config: {
        "aws:region": "eu-west-1",
        "p:auth": "jwt",
        "p:jwtIssuer": ISSUER,
        "p:jwtScopes": "a",
        "p:jwtClaims": "email",
        "p:authCacheSeconds": "0",
      },
    });
  });

  it("has its issuer at the next port, at any free one beside any free one, or where it is told", () => {
    expect(issuerPort(undefined, 3000)).to.equal(3001);
    expect(issuerPort(undefined, 0)).to.equal(0);
    expect(issuerPort(4000, 65_535)).to.equal(4000);
  });

  it("says which option to give where there is no next port", () => {
    expect(() => issuerPort(undefined, 65_535)).to.throw(UserError, "--oauth-port 65534");
  });
});

describe("the greeting of npm start", () => {
  const settings = { project: "p", stack: "dev", config: {} };

  function greet(
    operation: object,
    more: {
      readonly document?: object;
      readonly outputs?: object;
      readonly issuerUrl?: string;
      readonly files?: readonly string[];
      readonly missingSecrets?: readonly string[];
    },
  ): string {
    const integration = { "x-amazon-apigateway-integration": { type: "aws_proxy" } };
    const post = { ...integration, ...operation };
    const paths = { "/mcp": { post }, ...(more.document as { paths?: object } | undefined)?.paths };
    const body = JSON.stringify({ ...more.document, paths });
    const api = { type: "aws:apigateway/restApi:RestApi", name: "api", custom: true };
    const program: DeclaredProgram = {
      resources: [{ ...api, inputs: { body }, outputs: {} }],
      outputs: { endpoint: ENDPOINT, ...more.outputs },
    };
    const pageUrl = "http://127.0.0.1:3000/";
    const { files = ["/p/handlers/tools/add.ts"], missingSecrets = [] } = more;
    const server = { program, endpoint: ENDPOINT, pageUrl, missingSecrets, files };
    return `${greetingText(greetingOf(server, { settings, issuerUrl: more.issuerUrl }))}\n`;
  }

  it("has the endpoint, the page, a call and a client in four lines where anybody may call", () => {
    expect(greet({}, {})).to.equal(`  endpoint  ${ENDPOINT}
  page      http://127.0.0.1:3000/
  call      npm run call -- add a=10 b=5
  connect   claude mcp add --transport http p ${ENDPOINT}
`);
  });

  it("lists the tools where the first one has gone, and names the secrets that are missing", () => {
    const text = greet({}, { files: ["/p/handlers/tools/other.ts"], missingSecrets: ["apiKey"] });
    expect(text)
      .to.include("  call      npm run call\n")
      .and.include('  secrets   .local/secrets.json does not have yet: "apiKey"\n');
  });

  it("has no output that is only true of a deployment", () => {
    const outputs = { dashboardUrl: "https://console.test", functionArn: "arn:aws:lambda" };
    expect(greet({}, { outputs })).to.not.include("console.test").and.not.include("arn:");
  });

  it("has the first key in its lines, and all keys beside them", () => {
    const document = { securityDefinitions: { k: { type: "apiKey", name: "x-api-key" } } };
    const outputs = { apiKeys: { team: "local-team", other: "local-other" } };
    expect(greet({ security: [{ k: [] }] }, { document, outputs }))
      .to.include("npm run call -- add a=10 b=5 --key team\n")
      .and.include(` ${ENDPOINT} --header 'x-api-key: local-team'\n`)
      .and.include("  keys      team local-team, other local-other\n");
  });

  it("has what stands for a signature, and says that clients need a proxy", () => {
    expect(greet({ "x-amazon-apigateway-auth": { type: "AWS_IAM" } }, {}))
      .to.include("npm run call -- add a=10 b=5 --signed\n")
      .and.include("clients need a proxy that signs")
      .and.not.include("claude mcp add");
  });

  it("calls as alice, and says how to sign in, where the issuer is this machine's", () => {
    const get = {
      "x-amazon-apigateway-integration": {
        type: "mock",
        responses: {
          default: {
            responseTemplates: {
              "application/json": JSON.stringify({
                resource: ENDPOINT,
                authorization_servers: [ISSUER],
              }),
            },
          },
        },
      },
    };
    const document = {
      paths: { "/.well-known/oauth-protected-resource/mcp": { get } },
      securityDefinitions: { j: { "x-amazon-apigateway-authorizer": {} } },
    };
    const operation = { security: [{ j: [] }] };

    expect(greet(operation, { document, issuerUrl: ISSUER }))
      .to.include("npm run call -- add a=10 b=5 --as alice\n")
      .and.include(
        `sign in   at ${ISSUER} as alice (staff, admins) or bob (staff): /mcp in Claude Code`,
      )
      .and.include("local-client");
    expect(greet(operation, { document }))
      .to.include("--token-env VARIABLE\n")
      .and.not.include("alice");
  });
});
