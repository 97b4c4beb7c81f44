/** Who can sign in to the local issuer: two people that differ in their groups. */

export interface LocalAccount {
  /** Claim `sub`, and the name that one signs in with. */
  readonly name: string;
  /** Further claims of ID tokens and access tokens. */
  readonly claims: {
    readonly name: string;
    readonly email: string;
    readonly email_verified: boolean;
    readonly groups: readonly string[];
  };
}

export const LOCAL_ACCOUNTS: readonly LocalAccount[] = [
  account("alice", "Alice", ["staff", "admins"]),
  account("bob", "Bob", ["staff"]),
];

export const ACCOUNT_NAMES = LOCAL_ACCOUNTS.map(({ name }) => name);

export function findLocalAccount(name: string): LocalAccount | undefined {
  return LOCAL_ACCOUNTS.find((each) => each.name === name);
}

function account(name: string, fullName: string, groups: readonly string[]): LocalAccount {
  // https://www.rfc-editor.org/rfc/rfc2606: no mail ever gets there.
  const email = `${name}@example.com`;
  return { name, claims: { name: fullName, email, email_verified: true, groups } };
}
