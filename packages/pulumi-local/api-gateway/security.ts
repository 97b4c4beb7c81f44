/**
 * Who may call a method, as declared: `securityDefinitions`, a method's `security`, and API
 * Gateway's own `x-amazon-apigateway-auth`. What is not known here is refused by name: read in
 * another way than on AWS, it would leave a method open.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
import { UserError } from "../user-error";
import {
  type DeclaredAuthorizer,
  type LambdaAuthorizerExtension,
  readAuthorizer,
} from "./authorizer-definition";

export type Authorization =
  | { readonly type: "NONE" | "AWS_IAM" }
  | { readonly type: "CUSTOM"; readonly authorizer: DeclaredAuthorizer };

export interface MethodSecurity {
  readonly authorization: Authorization;
  /** Whether an API key of a usage plan is needed too. */
  readonly needsKey: boolean;
}

export interface SecurityDefinition {
  readonly type?: string;
  readonly name?: string;
  readonly in?: string;
  readonly "x-amazon-apigateway-authtype"?: string;
  readonly "x-amazon-apigateway-authorizer"?: LambdaAuthorizerExtension;
}

export interface SecuredDocument {
  readonly securityDefinitions?: Readonly<Record<string, SecurityDefinition>>;
  readonly security?: unknown;
  readonly "x-amazon-apigateway-api-key-source"?: string;
}

export interface SecuredOperation {
  readonly "x-amazon-apigateway-auth"?: { readonly type: string };
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

/** What a method's security names. */
type Scheme = Authorization | "key";

/**
 * @returns a reader of operations; `place` names one, for errors.
 * @throws UserError as it does.
 */
export function readSecurity(
  document: SecuredDocument,
): (operation: SecuredOperation, place: string) => MethodSecurity {
  const source = document["x-amazon-apigateway-api-key-source"] ?? "HEADER";
  if (source !== "HEADER") {
    throw new UserError(`The local gateway takes API keys from x-api-key, not from ${source}.`);
  }
  if (document.security !== undefined) {
    throw new UserError(
      "API Gateway ignores `security` at the root of the document: write it at each method.",
    );
  }
  const schemes = new Map<string, Scheme>();
  for (const [name, definition] of Object.entries(document.securityDefinitions ?? {})) {
    schemes.set(name, readScheme(name, definition));
  }
  return (operation, place) => readMethod(operation, place, schemes);
}

function readMethod(
  { "x-amazon-apigateway-auth": auth, security = [] }: SecuredOperation,
  place: string,
  schemes: ReadonlyMap<string, Scheme>,
): MethodSecurity {
  const named = security
    .flatMap((requirement) => Object.keys(requirement))
    .map((name) => {
      const scheme = schemes.get(name);
      if (scheme !== undefined) return scheme;
      throw new UserError(
        `${place} names the security "${name}", which securityDefinitions lacks.`,
      );
    });
  const authorizations = new Set(named.filter((scheme) => scheme !== "key"));
  if (auth !== undefined && auth.type !== "NONE") authorizations.add(ownAuthorization(auth.type));
  const [authorization = { type: "NONE" } as const, ...others] = authorizations;
  if (others.length > 0) {
    throw new UserError(`${place} has more than one authorization; API Gateway takes one.`);
  }
  return { authorization, needsKey: named.includes("key") };
}

function ownAuthorization(type: string): Authorization {
  if (type.toUpperCase() === "AWS_IAM") return { type: "AWS_IAM" };
  throw new UserError(`The local gateway knows authorization NONE and AWS_IAM, not ${type}.`);
}

function readScheme(name: string, definition: SecurityDefinition): Scheme {
  const authType = definition["x-amazon-apigateway-authtype"]?.toLowerCase();
  const extension = definition["x-amazon-apigateway-authorizer"];
  if (authType === "awssigv4") return { type: "AWS_IAM" };
  if (extension !== undefined) {
    if (authType === "custom")
      return { type: "CUSTOM", authorizer: readAuthorizer(name, extension) };
    throw new UserError(
      `The local gateway knows Lambda authorizers of the authtype custom; "${name}" has ${authType ?? "none"}.`,
    );
  }
  const isKey =
    definition.type === "apiKey" &&
    definition.in === "header" &&
    definition.name?.toLowerCase() === "x-api-key";
  if (isKey) return "key";
  throw new UserError(
    `The local gateway knows Lambda authorizers, and API keys in the header x-api-key; securityDefinitions "${name}" is neither.`,
  );
}
