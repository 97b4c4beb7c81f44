/** Which variable each setting of the server comes from. That the program sets them: tests/infra. */
import { expect } from "chai";
import { readServerSettings } from "../settings";

describe("settings of the server", () => {
  it("come from the function's variables", () => {
    expect(
      readServerSettings({
        AUTH: "jwt",
        API_KEY_NAMES: '{"a":"b"}',
        UNAUTHORIZED_MESSAGE: "Sign in.",
        ALLOWED_ORIGINS: "https://a.test,https://b.test",
        MAX_BODY_BYTES: "1000",
        MAX_BATCH: "3",
        STATE_KEY: "k",
        LOG_LEVEL: "warn",
        LOG_CALLERS: "true",
        AWS_LAMBDA_FUNCTION_NAME: "mcp-server-dev",
        AWS_LAMBDA_INITIALIZATION_TYPE: "provisioned-concurrency",
      }),
    ).to.deep.include({
      allowedOrigins: ["https://a.test", "https://b.test"],
      auth: "jwt",
      apiKeyNames: '{"a":"b"}',
      unauthorizedMessage: "Sign in.",
      maxBodyBytes: 1000,
      maxBatch: 3,
      stateKey: "k",
      logLevel: "warn",
      logCallers: true,
      service: "mcp-server-dev",
      isKeptReady: true,
    });
  });
});
