/** What somebody does next with a stack that has just been deployed. */
import { curlProof, FIRST_CALL, shellWord } from "pulumi-local";

/** As `pulumi stack output --json` prints them. */
export interface StackOutputs {
  readonly endpoint?: string;
  readonly functionArn?: string;
  readonly logGroupName?: string;
  readonly dashboardUrl?: string;
}

export interface NextSteps {
  readonly outputs: StackOutputs;
  /** Setting auth. */
  readonly auth: string;
  readonly stack: string;
  /** Whether there is a tool "add", which the first request calls; otherwise the tools are listed. */
  readonly hasAdd: boolean;
}

const LIST = '{"jsonrpc":"2.0","method":"tools/list","id":1}';

/** "" where the stack has no endpoint. */
export function nextSteps({ outputs, auth, stack, hasAdd }: NextSteps): string {
  const { endpoint, functionArn = "", logGroupName, dashboardUrl } = outputs;
  if (endpoint === undefined) return "";
  const [, , , region = "REGION"] = functionArn.split(":");
  const call = hasAdd ? FIRST_CALL : LIST;
  const curl = `curl -X POST ${shellWord(endpoint)} -H 'Content-Type: application/json'${proof({ endpoint, auth, stack }, region)} -d ${shellWord(call)}`;
  const lines = [
    ["endpoint", endpoint],
    ["call it", curl],
    ...(auth === "jwt"
      ? [["", "ACCESS_TOKEN is one of your issuer; clients sign in by themselves"]]
      : []),
    ["connect", `npm run connect -- --url ${endpoint}`],
    ...(dashboardUrl === undefined ? [] : [["dashboard", dashboardUrl]]),
    ...(logGroupName === undefined ? [] : [["log", `npm run logs -- --stack ${stack}`]]),
    ["remove it", `npm run destroy -- --stack ${stack}`],
  ];
  return `\n${lines.map(([title = "", text = ""]) => `${title.padEnd(11)}${text}\n`).join("")}`;
}

/** What proves who calls, taken from where it is kept; nothing secret is printed. */
function proof(
  {
    endpoint,
    auth,
    stack,
  }: { readonly endpoint: string; readonly auth: string; readonly stack: string },
  region: string,
): string {
  const { platform } = process;
  switch (auth) {
    case "apiKey":
      return ` -H "x-api-key: $(pulumi stack output apiKeys --show-secrets --json --stack ${shellWord(stack)} | node -p 'Object.values(JSON.parse(require("fs").readFileSync(0, "utf8")))[0]')"`;
    case "jwt":
      return curlProof({ url: endpoint, access: { kind: "jwt", scopes: [] }, platform }, region);
    case "iam":
      return curlProof({ url: endpoint, access: { kind: "iam" }, platform }, region);
    default:
      return "";
  }
}
