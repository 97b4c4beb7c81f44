export const logins = { count: 0 };
let cached: { value: string } | undefined;

export function token(): string {
  if (cached === undefined) {
    logins.count += 1;
    cached = { value: "t" };
  }
  return cached.value;
}
