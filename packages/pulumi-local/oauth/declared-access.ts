/** How callers of a declared API prove who they are, as its document says it of the first POST to a function. */
import { type DeclaredProgram, inputText, ofType } from "../program/declared";

export interface DeclaredKey {
  readonly name: string;
  readonly value: string;
}

export type DeclaredAccess =
  | { readonly kind: "none" }
  | { readonly kind: "iam" }
  | { readonly kind: "apiKey"; readonly keys: readonly DeclaredKey[] }
  | {
      readonly kind: "jwt";
      /** URL that tokens are for. */
      readonly resource: string;
      readonly issuer: string;
      readonly scopes: readonly string[];
    };

interface Operation {
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly "x-amazon-apigateway-auth"?: { readonly type: string };
  readonly "x-amazon-apigateway-integration"?: {
    readonly type: string;
    readonly responses?: {
      readonly default?: { readonly responseTemplates?: Readonly<Record<string, string>> };
    };
  };
}

interface Document {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly securityDefinitions?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** https://www.rfc-editor.org/rfc/rfc9728#section-2, as far as it is needed here. */
interface Metadata {
  readonly resource?: unknown;
  readonly authorization_servers?: unknown;
  readonly scopes_supported?: unknown;
}

export function declaredAccess(program: DeclaredProgram): DeclaredAccess {
  const [api] = ofType(program, "aws:apigateway/restApi:RestApi");
  const document = JSON.parse(api === undefined ? "{}" : inputText(api, "body", "{}")) as Document;
  const operation = Object.values(document.paths ?? {})
    .map((operations) => operations["post"])
    .find((each) => each?.["x-amazon-apigateway-integration"]?.type === "aws_proxy");
  if (operation?.["x-amazon-apigateway-auth"]?.type === "AWS_IAM") return { kind: "iam" };
  const names = (operation?.security ?? []).flatMap((each) => Object.keys(each));
  const schemes = names.map((name) => document.securityDefinitions?.[name]);
  if (schemes.some((scheme) => scheme?.["x-amazon-apigateway-authorizer"] !== undefined)) {
    return jwtAccess(document);
  }
  return schemes.some((scheme) => scheme?.["name"] === "x-api-key")
    ? { kind: "apiKey", keys: declaredKeys(program) }
    : { kind: "none" };
}

/** Of the metadata that the API itself responds with. */
function jwtAccess({ paths = {} }: Document): DeclaredAccess {
  const path = Object.keys(paths).find((each) =>
    each.startsWith("/.well-known/oauth-protected-resource"),
  );
  const integration = paths[path ?? ""]?.["get"]?.["x-amazon-apigateway-integration"];
  const template = integration?.responses?.default?.responseTemplates?.["application/json"];
  const metadata = JSON.parse(template ?? "{}") as Metadata;
  const [issuer = ""] = texts(metadata.authorization_servers);
  const resource = typeof metadata.resource === "string" ? metadata.resource : "";
  return { kind: "jwt", resource, issuer, scopes: texts(metadata.scopes_supported) };
}

/** As the program names them for people (its output apiKeys), or as API Gateway does. */
function declaredKeys(program: DeclaredProgram): readonly DeclaredKey[] {
  const named = program.outputs["apiKeys"];
  if (typeof named === "object" && named !== null) {
    return Object.entries(named).map(([name, value]) => ({ name, value: String(value) }));
  }
  return ofType(program, "aws:apigateway/apiKey:ApiKey").map((key) => ({
    name: inputText(key, "name", key.name),
    value: typeof key.outputs["value"] === "string" ? key.outputs["value"] : "",
  }));
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
}
