/** A caller's token as the SDK has it (`ctx.http.authInfo`), without the token itself. */
import type { AuthInfo } from "@modelcontextprotocol/server";
import type { HttpRequest } from "../http/gateway-event";

/** For the options of the SDK's transports, made anew for each message: nothing where there is no token. */
export function authInfoOf({ caller }: HttpRequest): { readonly authInfo?: AuthInfo } {
  if (caller.kind !== "jwt") return {};
  const { subject, clientId = "", issuer, scopes, expiresAt } = caller;
  return {
    authInfo: {
      token: "",
      clientId,
      // Frozen, whatever the SDK's type says.
      scopes: scopes as string[],
      expiresAt: expiresAt.getTime() / 1000,
      extra: { subject, issuer },
    },
  };
}
