import { expect } from "chai";
import { readAuthorizerSettings } from "../settings";

const MINIMAL = {
  JWT_ISSUER: "https://issuer.example",
  JWT_AUDIENCE: '["https://mcp.example/mcp"]',
};

describe("readAuthorizerSettings", () => {
  it("has defaults for all but issuer and audience", () => {
    const settings = readAuthorizerSettings(MINIMAL);

    expect(settings).to.deep.equal({
      issuer: "https://issuer.example",
      audience: ["https://mcp.example/mcp"],
      clients: [],
      resource: undefined,
      scopes: [],
      scopeClaims: ["scope", "scp"],
      claims: [],
      jwksUri: undefined,
      toolScopes: new Map(),
    });
  });

  it("turns the scopes of tools round", () => {
    const TOOL_SCOPES = '{"orders:write":["refund","cancel"],"admin":["refund"]}';

    const { toolScopes } = readAuthorizerSettings({ ...MINIMAL, TOOL_SCOPES });

    expect(Object.fromEntries(toolScopes)).to.deep.equal({
      refund: ["orders:write", "admin"],
      cancel: ["orders:write"],
    });
  });

  const wrong: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ JWT_ISSUER: "" }, "JWT_ISSUER is missing"],
    [{ JWT_AUDIENCE: "[]" }, "JWT_AUDIENCE and JWT_CLIENTS are empty"],
    [{ JWT_AUDIENCE: "https://mcp.example" }, "JWT_AUDIENCE is not JSON"],
    [{ JWT_CLIENTS: '{"a":1}' }, "JWT_CLIENTS is not a JSON list of texts"],
    [{ JWT_AUDIENCE: '[""]' }, "JWT_AUDIENCE is not a JSON list of texts"],
    [{ JWT_SCOPES: "[1]" }, "JWT_SCOPES is not a JSON list of texts"],
    [{ TOOL_SCOPES: '{"admin":"refund"}' }, 'TOOL_SCOPES has no list of tools for "admin"'],
  ];
  for (const [variables, message] of wrong) {
    it(`refuses ${JSON.stringify(variables)}`, () => {
      expect(() => readAuthorizerSettings({ ...MINIMAL, ...variables })).to.throw(message);
    });
  }
});
