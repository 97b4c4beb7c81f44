/**
 * What of a declared response the local gateway does not evaluate: Velocity, and headers that are
 * mapped from a request. Refused by name, so that nothing is answered here in another way than on AWS.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping.html
 */
import { UserError } from "../user-error";
import type { DeclaredGatewayResponse, MockIntegration } from "./rest-api";

/** What a gateway response's template may have filled in. */
export const TEMPLATE_VARIABLE = /\$context\.(error\.messageString|error\.message|requestId)\b/g;

/** @throws UserError */
export function refuseUnknownMock(place: string, integration: MockIntegration): void {
  const { passthroughBehavior, requestTemplates = {}, responses = {} } = integration;
  if (passthroughBehavior !== "never") {
    throw new UserError(
      `The local gateway serves mock integrations with passthroughBehavior never; ${place} has ${passthroughBehavior ?? "none"}.`,
    );
  }
  for (const [mediaType, template] of Object.entries(requestTemplates)) {
    if (/^\s*\{\s*"statusCode"\s*:\s*\d{3}\s*\}\s*$/.test(template)) continue;
    throw new UserError(
      `The local gateway knows request templates of mocks like {"statusCode":404}; that of ${place} for ${mediaType} is ${template}.`,
    );
  }
  for (const response of Object.values(responses)) {
    refuseMappings(place, response.responseParameters);
    for (const template of Object.values(response.responseTemplates ?? {})) {
      if (/[$#]/.test(template)) refuseTemplate(place, template);
    }
  }
}

/** @throws UserError */
export function refuseUnknownGatewayResponse(
  type: string,
  { responseParameters, responseTemplates = {} }: DeclaredGatewayResponse,
): void {
  const place = `the gateway response ${type}`;
  refuseMappings(place, responseParameters);
  for (const template of Object.values(responseTemplates)) {
    if (template.replace(TEMPLATE_VARIABLE, "").includes("$")) refuseTemplate(place, template);
  }
}

function refuseMappings(
  place: string,
  parameters: Readonly<Record<string, string>> | undefined,
): void {
  for (const [name, source] of Object.entries(parameters ?? {})) {
    if (/^'[^']*'$/.test(source)) continue;
    throw new UserError(
      `The local gateway maps headers from quoted text alone; ${place} has ${name} from ${source}.`,
    );
  }
}

function refuseTemplate(place: string, template: string): never {
  throw new UserError(
    `The local gateway does not evaluate the template language of ${place}: ${template}`,
  );
}
