/**
 * What of a declared response the local gateway does not evaluate: Velocity, and headers from sources
 * that it does not know. Refused by name, so that nothing is answered here in another way than on AWS.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping.html
 */
import { UserError } from "../user-error";
import type { MockIntegration } from "./integrations";
import type { DeclaredGatewayResponse } from "./rest-api";

/** What a gateway response's template may have filled in. */
export const TEMPLATE_VARIABLE =
  /\$context\.(error\.messageString|error\.message|requestId|authorizer\.\w+)\b/g;

/** Text that stands for itself. What HTTP does not allow in a header is not among it. */
const QUOTED_TEXT = /^'[\t\x20-\x26\x28-\x7e]*'$/;

/** What else a gateway response's header may be; a mock's may not. */
const OF_REQUEST = /^(?:method\.request\.header\.[\w-]+|context\.requestId)$/;

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
    refuseMappings(place, response.responseParameters, [QUOTED_TEXT]);
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
  refuseMappings(place, responseParameters, [QUOTED_TEXT, OF_REQUEST]);
  for (const template of Object.values(responseTemplates)) {
    if (template.replace(TEMPLATE_VARIABLE, "").includes("$")) refuseTemplate(place, template);
  }
}

function refuseMappings(
  place: string,
  parameters: Readonly<Record<string, string>> | undefined,
  known: readonly RegExp[],
): void {
  for (const [name, source] of Object.entries(parameters ?? {})) {
    if (known.some((pattern) => pattern.test(source))) continue;
    const more = known.includes(OF_REQUEST) ? ", request headers and context.requestId" : " alone";
    throw new UserError(
      `The local gateway maps headers from quoted text${more}; ${place} has ${name} from ${source}.`,
    );
  }
}

function refuseTemplate(place: string, template: string): never {
  throw new UserError(
    `The local gateway does not evaluate the template language of ${place}: ${template}`,
  );
}
