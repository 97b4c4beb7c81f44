/**
 * The interaction of a sign-in: who it is, and which of the asked scopes the client gets. Every
 * authorization asks anew, so that one can be alice in one client and bob in the next.
 */
import type { Grant, Provider } from "oidc-provider";
import type { IncomingMessage, ServerResponse } from "node:http";
import { findLocalAccount } from "./accounts";
import { SIGN_IN_PATH, signInPage } from "./sign-in-page";

export interface SignInOptions {
  readonly provider: Provider;
  /** URL of the resource that tokens are for. */
  readonly resource: string;
}

interface Exchange {
  readonly message: IncomingMessage;
  readonly reply: ServerResponse;
}

/** Asked for to get tokens at all, not to do something with them: nothing to choose. */
const WITHOUT_BOX = new Set(["openid", "offline_access"]);

/**
 * The page of an interaction.
 *
 * @throws oidc-provider's SessionNotFound when there is none, or this browser has not begun it.
 */
export async function showSignIn(
  { message, reply }: Exchange,
  { provider, resource }: SignInOptions,
): Promise<string> {
  const { params, uid } = await provider.interactionDetails(message, reply);
  const client = await provider.Client.find(String(params["client_id"]));
  return signInPage({
    client: client?.clientName ?? String(params["client_id"]),
    redirectUri: String(params["redirect_uri"]),
    resource,
    scopes: askedScopes(params).filter((scope) => !WITHOUT_BOX.has(scope)),
    action: `${SIGN_IN_PATH}${uid}`,
  });
}

/** Ends an interaction with what the form says. @throws as showSignIn. */
export async function finishSignIn(
  { message, reply }: Exchange,
  form: URLSearchParams,
  { provider, resource }: SignInOptions,
): Promise<void> {
  const { params } = await provider.interactionDetails(message, reply);
  const account = findLocalAccount(form.get("account") ?? "");
  if (account === undefined) {
    const refusal = { error: "access_denied", error_description: "The sign-in was refused." };
    await provider.interactionFinished(message, reply, refusal);
    return;
  }
  const ticked = new Set(form.getAll("scope"));
  const grant = new provider.Grant({
    accountId: account.name,
    clientId: String(params["client_id"]),
  });
  for (const scope of askedScopes(params)) {
    const isGranted = WITHOUT_BOX.has(scope) || ticked.has(scope);
    for (const named of askedResources(params, resource)) {
      addScope(grant, { scope, resource: named, isGranted });
    }
  }
  const result = {
    login: { accountId: account.name },
    consent: { grantId: await grant.save() },
  };
  await provider.interactionFinished(message, reply, result);
}

/** What is refused is said too, or it would be asked for again. */
function addScope(
  grant: Grant,
  { scope, resource, isGranted }: { scope: string; resource: string; isGranted: boolean },
): void {
  if (isGranted) {
    grant.addOIDCScope(scope);
    grant.addResourceScope(resource, scope);
  } else {
    grant.rejectOIDCScope(scope);
    grant.rejectResourceScope(resource, scope);
  }
}

function askedScopes(params: Readonly<Record<string, unknown>>): readonly string[] {
  const { scope } = params;
  return typeof scope === "string" ? scope.split(" ").filter((each) => each !== "") : [];
}

/** As the client names it. */
function askedResources(
  { resource }: Readonly<Record<string, unknown>>,
  fallback: string,
): readonly string[] {
  const named = [resource].flat().filter((each) => typeof each === "string");
  return named.length > 0 ? named : [fallback];
}
