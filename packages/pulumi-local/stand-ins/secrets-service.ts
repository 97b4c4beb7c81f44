/**
 * GetParameter of Systems Manager and GetSecretValue of Secrets Manager, with the values of the secrets
 * file.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
import { ACCOUNT_ID } from "../program/cloud-outputs";
import { type DeclaredSecret, SECRETS_FILE } from "./declared-secrets";
import { refusal, type ServiceAnswer, type ServiceRequest } from "./loopback-service";
import type { SecretsFile } from "./secrets-file";

export interface SecretSources {
  readonly file: Pick<SecretsFile, "read">;
  readonly secrets: () => readonly DeclaredSecret[];
  readonly region: string;
}

type Fields = Readonly<Record<string, unknown>>;

export function secretsService(sources: SecretSources): (request: ServiceRequest) => ServiceAnswer {
  return ({ headers, body }) => {
    const target = headers["x-amz-target"];
    try {
      if (target === "AmazonSSM.GetParameter") return parameter(parse(body), sources);
      if (target === "secretsmanager.GetSecretValue") return secretValue(parse(body), sources);
    } catch (error) {
      return refusal("InvalidRequestException", error instanceof Error ? error.message : "");
    }
    const text = `the local run has GetParameter and GetSecretValue only, not ${String(target)}`;
    return refusal("UnknownOperationException", text);
  };
}

function parameter({ Name, WithDecryption }: Fields, sources: SecretSources): ServiceAnswer {
  const { value, missing } = find(sources, "ssm", Name);
  if (value === undefined) return refusal("ParameterNotFound", missing);
  const name = String(Name);
  const isReadable = WithDecryption === true;
  const Parameter = {
    ARN: `arn:aws:ssm:${sources.region}:${ACCOUNT_ID}:parameter/${name.replace(/^\//, "")}`,
    Name: name,
    Type: "SecureString",
    DataType: "text",
    Value: isReadable ? value : "(encrypted, since WithDecryption is not true)",
    Version: 1,
    LastModifiedDate: Date.now() / 1000,
  };
  return { status: 200, body: { Parameter } };
}

function secretValue({ SecretId }: Fields, sources: SecretSources): ServiceAnswer {
  const { value, missing } = find(sources, "secretsmanager", SecretId);
  if (value === undefined) return refusal("ResourceNotFoundException", missing);
  const id = String(SecretId);
  const arn = `arn:aws:secretsmanager:${sources.region}:${ACCOUNT_ID}:secret:${id}`;
  const body = {
    ARN: id.startsWith("arn:") ? id : arn,
    Name: id,
    SecretString: value,
    VersionId: "00000000-0000-0000-0000-000000000000",
    VersionStages: ["AWSCURRENT"],
    CreatedDate: Date.now() / 1000,
  };
  return { status: 200, body };
}

function find(
  { file, secrets }: SecretSources,
  service: DeclaredSecret["service"],
  id: unknown,
): { readonly value: string | undefined; readonly missing: string } {
  const declared = secrets().find((secret) => secret.service === service && secret.id === id);
  if (declared === undefined) {
    return { value: undefined, missing: `no variable NEED_... names ${service}:${String(id)}` };
  }
  const missing = `put ${JSON.stringify(declared.name)} into ${SECRETS_FILE}`;
  return { value: file.read(declared.name), missing };
}

/** An empty object for what is not one. */
function parse(text: string): Fields {
  try {
    const parsed = JSON.parse(text) as unknown;
    return typeof parsed === "object" && parsed !== null ? (parsed as Fields) : {};
  } catch {
    return {};
  }
}
