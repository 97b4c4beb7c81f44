/**
 * Whether a text names addresses that callers of a public API can have.
 * https://datatracker.ietf.org/doc/html/rfc4632 https://datatracker.ietf.org/doc/html/rfc4291
 */
import { BlockList, isIPv4, isIPv6 } from "node:net";

/** Addresses that never reach a public API: https://www.iana.org/assignments/iana-ipv4-special-registry */
const NEVER_PUBLIC = new BlockList();
for (const [network, bits] of [
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  NEVER_PUBLIC.addSubnet(network, bits, "ipv4");
}
for (const [network, bits] of [
  ["::1", 128],
  ["fc00::", 7],
  ["fe80::", 10],
] as const) {
  NEVER_PUBLIC.addSubnet(network, bits, "ipv6");
}

/**
 * Completes `"10.0.0.1/8" ...`: why it cannot stand in a list of source addresses; undefined when it
 * can. An address without a prefix length is one address, as IAM takes it.
 */
export function whyNoCidr(text: string): string | undefined {
  const [address = "", prefix, ...rest] = text.split("/");
  const bits = isIPv4(address) ? 32 : isPlainIPv6(address) ? 128 : undefined;
  if (bits === undefined || rest.length > 0) {
    return "is not an address range such as 203.0.113.0/24 or 2001:db8::/32";
  }
  if (prefix !== undefined && !(/^(0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= bits)) {
    return `has "${prefix}" for a prefix length, which is 0 to ${bits}`;
  }
  const length = Number(prefix ?? bits);
  if (length === 0) return "is every address: without the setting everyone may call";
  const network = networkOf(address, length, bits);
  if (toNumber(network) !== toNumber(address)) {
    // IAM would take it for the whole network, which whoever wrote one address may not mean.
    return `has bits after the first ${length}: write ${network}/${length}, or ${address} for the one address`;
  }
  return NEVER_PUBLIC.check(address, bits === 32 ? "ipv4" : "ipv6")
    ? "is of a private network, and API Gateway sees the public addresses of callers (of a NAT gateway, a proxy)"
    : undefined;
}

/** Whether a range, or an address, is of IPv6. */
export function isIPv6Range(cidr: string): boolean {
  return cidr.includes(":");
}

/** Without a zone ("%eth0") and without an IPv4 address at its end. */
function isPlainIPv6(address: string): boolean {
  return isIPv6(address) && /^[0-9a-f:]+$/i.test(address);
}

function networkOf(address: string, length: number, bits: number): string {
  const hostBits = BigInt(bits - length);
  return toText((toNumber(address) >> hostBits) << hostBits, bits);
}

function toNumber(address: string): bigint {
  if (isIPv4(address)) return joined(address.split("."), 256n, "");
  const [left = [], right = []] = address
    .split("::")
    .map((half) => half.split(":").filter((group) => group !== ""));
  const zeros = new Array<string>(8 - left.length - right.length).fill("0");
  return joined([...left, ...zeros, ...right], 65_536n, "0x");
}

function joined(parts: readonly string[], base: bigint, radix: "" | "0x"): bigint {
  return parts.reduce((sum, part) => sum * base + BigInt(`${radix}${part}`), 0n);
}

function toText(value: bigint, bits: number): string {
  const [count, size, radix] = bits === 32 ? [4, 8n, 10] : [8, 16n, 16];
  const parts = Array.from({ length: count }, (_, index) =>
    ((value >> (size * BigInt(count - 1 - index))) & ((1n << size) - 1n)).toString(radix),
  );
  // A URL's host is written in the short form.
  return bits === 32
    ? parts.join(".")
    : new URL(`http://[${parts.join(":")}]`).hostname.slice(1, -1);
}
