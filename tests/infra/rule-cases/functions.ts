/** Stacks that break the rules of functions. */
import { type Cases, LAMBDA, set, without } from "./stacks";

export const FUNCTIONS_CASES: Cases = {
  "function-own-log-group": [
    ["no group named", "none", set(LAMBDA, "loggingConfig", undefined), "names no log group"],
    [
      "a group that is not declared",
      "none",
      set(LAMBDA, "loggingConfig.logGroup", "/other"),
      "names no log group",
    ],
    [
      "a group that is kept forever",
      "jwt",
      set("logGroup:LogGroup", "retentionInDays", undefined, "authorizer"),
      "is kept forever",
    ],
    [
      "one group for two",
      "jwt",
      set(LAMBDA, "loggingConfig.logGroup", "/aws/lambda/mcp-server-dev", "authorizer"),
      "shares",
    ],
  ],
  "function-within-gateway-time": [
    ["29 s", "none", set(LAMBDA, "timeout", 29), "may run for 29 s"],
    ["an authorizer of 60 s", "jwt", set(LAMBDA, "timeout", 60, "authorizer"), "may run for 60 s"],
  ],
  "function-named-invokers": [
    ["anybody", "none", set("Permission", "principal", "*", "post"), "lets anybody invoke"],
    ["any API", "none", set("Permission", "sourceArn", undefined, "post"), "for any account"],
    [
      "any API of the account",
      "none",
      set("Permission", "sourceArn", "arn:aws:execute-api:x:1:*/*/POST/mcp", "post"),
      "for any account",
    ],
  ],
  "function-permitted-routes": [
    ["none for a preflight", "none", without("Permission", "options"), "ends in /OPTIONS/mcp"],
    [
      "none for the authorizer",
      "jwt",
      without("Permission", "authorizer"),
      "ends in /authorizers/*",
    ],
    [
      "one for another function",
      "iam",
      set("Permission", "function", "other"),
      "ends in /POST/mcp",
    ],
  ],
};
