/** What to do about a refusal, by where the server runs. */
import { expect } from "chai";
import { refusalAdvice } from "../cli/refusal-advice";

/** Nothing listens there; and only http is of this machine. */
const HERE = "http://127.0.0.1:9/dev/mcp";
const DEPLOYED = "https://127.0.0.1:9/dev/mcp";

describe("the advice about a refusal", () => {
  const advices: readonly (readonly [string, string, number, object, string, string])[] = [
    [
      "a token, of a deployed server",
      DEPLOYED,
      401,
      {},
      "A valid access token is needed",
      "\nPut an access token of the issuer of the setting jwtIssuer into a variable, and name that: --token-env VARIABLE.",
    ],
    [
      "a token, here, where nobody can sign in",
      HERE,
      401,
      {},
      "A valid access token is needed",
      "\nPut an access token of the issuer of the setting jwtIssuer into a variable, and name that: --token-env VARIABLE. Or sign in on this machine: npm start -- --oauth, and here --as alice.",
    ],
    [
      "a key, of a deployed server",
      DEPLOYED,
      403,
      {},
      "A key is needed in the header x-api-key.",
      "\nPut the key into a variable, and name that: --key-env VARIABLE. The keys of a stack: pulumi stack output apiKeys --show-secrets",
    ],
    [
      "a signature, of a deployed server",
      DEPLOYED,
      403,
      {},
      "The request is not signed.",
      `\nThis command does not sign with AWS credentials; npm run connect -- --url ${DEPLOYED} has a line for curl that does.`,
    ],
    [
      "a signature, here",
      HERE,
      403,
      {},
      "Missing Authentication Token",
      "\nHere any signature will do: --signed",
    ],
    [
      "what AWS does not explain",
      DEPLOYED,
      403,
      {},
      "Forbidden",
      "\nEither the URL has no stage of the API, or a resource policy or firewall keeps this address out.",
    ],
    ["the same here, in words of its own", HERE, 403, {}, "Host must be 127.0.0.1:9", ""],
    [
      "a scope",
      DEPLOYED,
      403,
      { "www-authenticate": 'Bearer error="insufficient_scope"' },
      "It lacks notes:write",
      "\nLeave out --scopes to get all that there are, or give a token that carries them.",
    ],
    [
      "a fault here",
      HERE,
      502,
      { "x-amzn-requestid": "id-1" },
      "Internal server error",
      "\nThe reason is in the terminal of npm start, beside the request id id-1.",
    ],
    [
      "a fault of a deployed server",
      DEPLOYED,
      504,
      { "x-amzn-requestid": "id-1" },
      "Endpoint request timed out",
      "\nThe reason is in the function's log, beside the request id id-1.",
    ],
    [
      "too many requests",
      DEPLOYED,
      429,
      { "retry-after": "30" },
      "x",
      "\nTry again in 30 seconds.",
    ],
    ["an error of the protocol", DEPLOYED, 200, {}, "Tool x not found", ""],
  ];
  for (const [what, url, status, headers, text, advice] of advices) {
    it(`says what to do about ${what}`, async () => {
      const answer = { status, headers: headers as Record<string, string>, body: "" };
      expect(await refusalAdvice(url, answer, text)).to.equal(advice);
    });
  }
});
