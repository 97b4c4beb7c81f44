/** Secrets of Systems Manager (SecureString parameters) and of Secrets Manager. */
import { AwsFailure, awsJson, type JsonService } from "./aws-json";

const SSM: JsonService = { service: "ssm", target: "AmazonSSM", version: "1.1" };
const SECRETS_MANAGER: JsonService = {
  service: "secretsmanager",
  target: "secretsmanager",
  version: "1.1",
};

/**
 * @param place "ssm:/name/of/parameter" or "secretsmanager:name-or-ARN".
 * @throws Error that says how to set it, where there is none; it never has the value.
 */
export async function readSecret(place: string): Promise<string> {
  const [store, ...rest] = place.split(":");
  const name = rest.join(":");
  try {
    return store === "ssm" ? await readParameter(name) : await readSecretValue(name);
  } catch (error) {
    if (!(error instanceof AwsFailure) || !MISSING.includes(error.code)) throw error;
    throw new Error(`${error.message}. ${HOW_TO_SET[store === "ssm" ? "ssm" : "other"](name)}`);
  }
}

const MISSING = ["ParameterNotFound", "ResourceNotFoundException"];

const HOW_TO_SET = {
  ssm: (name: string) =>
    `On AWS: aws ssm put-parameter --region ${region()} --type SecureString --name ${name} --value ...`,
  other: (name: string) =>
    `On AWS: aws secretsmanager put-secret-value --region ${region()} --secret-id ${name} --secret-string ...`,
};

async function readParameter(Name: string): Promise<string> {
  const { Parameter } = await awsJson<{ readonly Parameter: { readonly Value: string } }>(
    SSM,
    "GetParameter",
    { Name, WithDecryption: true },
  );
  return Parameter.Value;
}

async function readSecretValue(SecretId: string): Promise<string> {
  const { SecretString } = await awsJson<{ readonly SecretString?: string }>(
    SECRETS_MANAGER,
    "GetSecretValue",
    { SecretId },
  );
  if (SecretString === undefined)
    throw new Error(`the secret ${SecretId} is binary: a text is needed`);
  return SecretString;
}

function region(): string {
  return process.env["AWS_REGION"] ?? "us-east-1";
}
