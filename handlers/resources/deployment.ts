/** A resource: which deployment answers, to whom, and within which limits. Nothing in it is secret. */
import { name, version } from "../../package.json";
import type { ResourceDefinition } from "mcp-lambda";

export function deployment(): ResourceDefinition {
  return {
    uri: "server://deployment",
    name: "deployment",
    title: "This deployment",
    description:
      "Name, version, stage, region and limits of the server that answers, and how it knows its callers.",
    mimeType: "application/json",
    read: ({ caller }) => {
      const { ENVIRONMENT, AWS_REGION, AWS_LAMBDA_FUNCTION_VERSION } = process.env;
      const { MAX_BODY_BYTES, AUTH = "none" } = process.env;
      return JSON.stringify({
        name,
        version,
        stage: ENVIRONMENT,
        region: AWS_REGION,
        deploy: AWS_LAMBDA_FUNCTION_VERSION,
        maxBodyBytes: Number(MAX_BODY_BYTES),
        auth: AUTH,
        caller: caller.kind,
      });
    },
  };
}
