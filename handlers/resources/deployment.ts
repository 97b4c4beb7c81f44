/** A resource: which deployment answers, and within which limits. Nothing in it is secret. */
import { name, version } from "../../package.json";
import type { ResourceDefinition } from "mcp-lambda";

export function deployment(): ResourceDefinition {
  return {
    uri: "server://deployment",
    name: "deployment",
    title: "This deployment",
    description: "Name, version, stage, region and limits of the server that answers.",
    mimeType: "application/json",
    read: () => {
      const { ENVIRONMENT, AWS_REGION, AWS_LAMBDA_FUNCTION_VERSION, MAX_BODY_BYTES } = process.env;
      return JSON.stringify({
        name,
        version,
        stage: ENVIRONMENT,
        region: AWS_REGION,
        deploy: AWS_LAMBDA_FUNCTION_VERSION,
        maxBodyBytes: Number(MAX_BODY_BYTES),
      });
    },
  };
}
