/** Methods of a REST API's resources, as its OpenAPI document declares them. */
import type { DeclaredProgram } from "../program/declared";
import {
  type DeclaredIntegration,
  type LambdaIntegration,
  type MockIntegration,
  readIntegration,
} from "./integrations";
import { requirePermission } from "./permissions";
import type { Resource } from "./resources";
import {
  type MethodSecurity,
  readSecurity,
  type SecuredDocument,
  type SecuredOperation,
} from "./security";

export interface Route extends MethodSecurity {
  /** As declared, for example "/{proxy+}". */
  readonly resource: string;
  /** As declared; ANY for the methods that the resource does not name. */
  readonly method: string;
  readonly integration: MockIntegration | LambdaIntegration;
}

export interface RoutedResource extends Resource {
  readonly routes: readonly Route[];
  readonly route: (method: string) => Route | undefined;
}

interface Operation extends SecuredOperation {
  readonly "x-amazon-apigateway-integration": DeclaredIntegration;
}

export interface DeclaredPaths extends SecuredDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const ANY = "x-amazon-apigateway-any-method";

/** @throws UserError for what cannot be served here, or may not be invoked. */
export function readRoutes(
  document: DeclaredPaths,
  program: DeclaredProgram,
  { executionArn, stage }: { readonly executionArn: string; readonly stage: string },
): RoutedResource[] {
  const securityOf = readSecurity(document);
  return Object.entries(document.paths).map(([resource, operations]) => {
    const byMethod = new Map<string, Route>();
    for (const [key, operation] of Object.entries(operations)) {
      const method = key === ANY ? "ANY" : key.toUpperCase();
      const source = `${executionArn}/${stage}/${method === "ANY" ? "*" : method}${resource}`;
      const integration = readIntegration(operation["x-amazon-apigateway-integration"], {
        program,
        method,
        resource,
        source,
      });
      const security = securityOf(operation, `${method} ${resource}`);
      permitAuthorizer(security, program, executionArn);
      byMethod.set(method, { resource, method, integration, ...security });
    }
    const route = (method: string): Route | undefined =>
      byMethod.get(method) ?? byMethod.get("ANY");
    const routes = [...byMethod.values()];
    return { path: resource, routes, route, serves: (method) => route(method) !== undefined };
  });
}

function permitAuthorizer(
  { authorization }: MethodSecurity,
  program: DeclaredProgram,
  executionArn: string,
): void {
  if (authorization.type !== "CUSTOM") return;
  const { functionArn, name } = authorization.authorizer;
  // On AWS the last part is an id that nobody knows before.
  requirePermission(program, functionArn, `${executionArn}/authorizers/${name}`);
}
