/** What is declared of the authorizer: its own, whatever is set of the function. */
import { expect } from "chai";
import { type DeclaredResource, ofType } from "pulumi-local";
import { toolsByScope } from "../../infra/authorization/tool-scopes";
import { declare, stackSettings } from "../support/program";

describe("the authorizer's function", () => {
  let authorizer: DeclaredResource;

  before(async () => {
    const config = {
      "mcp-server:auth": "jwt",
      "mcp-server:jwtIssuer": "https://issuer.example.com/",
      "mcp-server:jwtClients": "client-1",
      "mcp-server:jwtScopes": "mcp",
      "mcp-server:publicUrl": "https://mcp.example.com/mcp",
      "mcp-server:architecture": "x86_64",
      "mcp-server:memoryMb": "2048",
      "mcp-server:reservedConcurrency": "7",
      "mcp-server:timeoutSeconds": "25",
      "mcp-server:logLevel": "debug",
      "mcp-server:subnetIds": "subnet-0123456789abcdef0",
      "mcp-server:securityGroupIds": "sg-0123456789abcdef0",
    };
    const { program } = await declare({ settings: stackSettings(config) });
    const found = ofType(program, "aws:lambda/function:Function").find(
      ({ inputs }) => inputs["name"] === "mcp-server-dev-authorizer",
    );
    if (found === undefined) throw new Error("there is no authorizer");
    authorizer = found;
  });

  it("has memory and time of its own, and takes no concurrency from the account", () => {
    expect(authorizer.inputs).to.include({ memorySize: 256, timeout: 10 });
    expect(authorizer.inputs).to.not.have.any.keys("reservedConcurrentExecutions", "vpcConfig");
    expect(authorizer.inputs).to.have.nested.property("loggingConfig.applicationLogLevel", "INFO");
  });

  it("runs on the same processors as the function", () => {
    expect(authorizer.inputs["architectures"]).to.deep.equal(["x86_64"]);
  });

  it("is told what to demand of tokens, and nothing of the tools' scopes while verdicts are kept", () => {
    expect(authorizer.inputs["environment"]).to.deep.equal({
      variables: {
        JWT_ISSUER: "https://issuer.example.com/",
        JWT_AUDIENCE: "[]",
        JWT_RESOURCE: "https://mcp.example.com/mcp",
        JWT_CLIENTS: '["client-1"]',
        JWT_SCOPES: '["mcp"]',
        JWT_SCOPE_CLAIMS: '["scope","scp"]',
        JWT_CLAIMS: "[]",
        MALLOC_ARENA_MAX: "1",
      },
    });
  });
});

describe("toolsByScope", () => {
  it("names for each scope the tools that need it, and no others", () => {
    const byTool = { refund: ["orders:write", "admin"], cancel: ["orders:write"] };

    expect(toolsByScope(byTool)).to.deep.equal({
      "orders:write": ["refund", "cancel"],
      admin: ["refund"],
    });
  });
});
