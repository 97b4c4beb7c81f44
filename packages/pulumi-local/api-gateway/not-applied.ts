/** What is declared of an API and has no effect here, in one line each, for whoever starts the server. */
import { type DeclaredProgram, ofType } from "../program/declared";

export function notApplied(program: DeclaredProgram): string[] {
  const lines: string[] = [];
  const hasPolicy =
    ofType(program, "aws:apigateway/restApiPolicy:RestApiPolicy").length > 0 ||
    ofType(program, "aws:apigateway/restApi:RestApi").some(
      ({ inputs }) =>
        hasText(inputs["policy"]) ||
        String(inputs["body"]).includes('"x-amazon-apigateway-policy"'),
    );
  if (hasPolicy) {
    lines.push(
      "The API's resource policy (for example allowed addresses) is not applied here: every caller of the local run is 127.0.0.1.",
    );
  }
  if (ofType(program, "aws:wafv2/webAclAssociation:WebAclAssociation").length > 0) {
    lines.push("The web ACL is not applied here: no request of the local run passes AWS WAF.");
  }
  return lines;
}

function hasText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
