import { expect } from "chai";
import { type AccessDecision, decide } from "../../api-gateway/access-policy";

const API = "arn:aws:execute-api:eu-west-1:000000000000:api";
const METHOD = `${API}/dev/POST/mcp`;

type Statement = readonly [effect: "Allow" | "Deny", action: string, resource: string];

function decisionOf(...statements: readonly Statement[]): AccessDecision {
  const Statement = statements.map(([Effect, action, resource]) => ({
    Effect,
    Action: [action],
    Resource: [resource],
  }));
  return decide({ Statement }, METHOD);
}

describe("a policy", () => {
  const single: readonly (readonly [action: string, resource: string, AccessDecision])[] = [
    ["execute-api:Invoke", METHOD, "allowed"],
    ["execute-api:invoke", METHOD, "allowed"],
    ["execute-api:*", METHOD, "allowed"],
    ["*", "*", "allowed"],
    ["execute-api:Invoke", `${API}/dev/*/mcp`, "allowed"],
    ["execute-api:Invoke", `${API}/*`, "allowed"],
    ["execute-api:Invoke", `${API}/de?/POST/mc?`, "allowed"],
    ["execute-api:Invoke", "arn:aws:execute-api:*:*:*/dev/POST/mcp", "allowed"],
    ["execute-api:Invoke", `${API}/dev/GET/mcp`, "denied"],
    ["execute-api:Invoke", `${API}/prod/*`, "denied"],
    ["execute-api:Invoke", `${API}/dev/POST/mc`, "denied"],
    ["execute-api:Invoke", `${API}/dev/POST/mcp?`, "denied"],
    ["execute-api:Invoke", `${API}/dev/POST/MCP`, "denied"],
    ["execute-api:Invoke", `.*`, "denied"],
    ["execute-api:InvalidateCache", METHOD, "denied"],
  ];
  for (const [action, resource, expected] of single) {
    it(`that allows ${action} on ${resource.replace(API, "<api>")} leaves the method ${expected}`, () => {
      expect(decisionOf(["Allow", action, resource])).to.equal(expected);
    });
  }

  it("that says nothing denies", () => {
    expect(decisionOf()).to.equal("denied");
  });

  it("that both allows and denies denies explicitly, in either order", () => {
    const allow = ["Allow", "*", "*"] as const;
    const deny = ["Deny", "execute-api:Invoke", `${API}/dev/*/mcp`] as const;

    expect(decisionOf(allow, deny)).to.equal("denied explicitly");
    expect(decisionOf(deny, allow)).to.equal("denied explicitly");
  });

  it("that denies another method lets this one be", () => {
    expect(decisionOf(["Allow", "*", "*"], ["Deny", "*", `${API}/dev/GET/*`])).to.equal("allowed");
  });
});
