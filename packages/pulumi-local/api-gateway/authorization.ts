/** Who calls a method: nobody in particular, whoever has signed, or whom a Lambda authorizer lets in. */
import type { DeclaredAuthorizer } from "./authorizer-definition";
import { ANONYMOUS, LOCAL_USER } from "./gateway-caller";
import {
  type Admission,
  LambdaAuthorizer,
  type LambdaAuthorizerOptions,
} from "./lambda-authorizer";
import { type GatewayRequest, type ProxyTarget, queryParameters } from "./proxy-event";
import { NO_SIGNATURE_IN_HEADER, NO_SIGNATURE_OR_ROUTE } from "./refusal";

export class Authorizers {
  /** By name: methods that name the same one share its cache. */
  private readonly authorizers = new Map<string, LambdaAuthorizer>();

  constructor(private readonly options: LambdaAuthorizerOptions) {}

  async admit(request: GatewayRequest, target: ProxyTarget): Promise<Admission> {
    const { authorization } = target.route;
    switch (authorization.type) {
      case "NONE":
        return { caller: ANONYMOUS };
      case "AWS_IAM":
        return admitSigned(request);
      case "CUSTOM":
        return this.authorizerOf(authorization.authorizer).authorize(request, target);
    }
  }

  private authorizerOf(declared: DeclaredAuthorizer): LambdaAuthorizer {
    const authorizer =
      this.authorizers.get(declared.name) ?? new LambdaAuthorizer(declared, this.options);
    this.authorizers.set(declared.name, authorizer);
    return authorizer;
  }
}

/**
 * Only whether there is a signature, in the header or in a presigned URL: nobody here could verify it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
function admitSigned({ message }: GatewayRequest): Admission {
  const { authorization = "" } = message.headers;
  const isPresigned = (queryParameters(message).get("X-Amz-Signature") ?? "") !== "";
  if (authorization.startsWith("AWS4-HMAC-SHA256 ")) return { caller: LOCAL_USER };
  if (authorization !== "") return { refusal: NO_SIGNATURE_IN_HEADER };
  return isPresigned ? { caller: LOCAL_USER } : { refusal: NO_SIGNATURE_OR_ROUTE };
}
