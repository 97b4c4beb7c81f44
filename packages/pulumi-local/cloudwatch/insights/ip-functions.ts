/** Functions of Logs Insights on addresses; each is 1 or 0. */
import { BlockList, isIP } from "node:net";

type Check = (address: string, subnet?: string) => number;
type IpFunction = readonly [name: string, arity: readonly [min: number, max: number], check: Check];

const isVersion =
  (...versions: readonly number[]): Check =>
  (address) =>
    Number(versions.includes(isIP(address)));

const isInSubnet =
  (...versions: readonly number[]): Check =>
  (address, subnet) =>
    isIn(address, subnet, versions);

export const IP_FUNCTIONS: readonly IpFunction[] = [
  ["isvalidip", [1, 1], isVersion(4, 6)],
  ["isvalidipv4", [1, 1], isVersion(4)],
  ["isvalidipv6", [1, 1], isVersion(6)],
  ["isipinsubnet", [2, 2], isInSubnet(4, 6)],
  ["isipv4insubnet", [2, 2], isInSubnet(4)],
  ["isipv6insubnet", [2, 2], isInSubnet(6)],
];

function isIn(address: string, subnet = "", versions: readonly number[]): number {
  const [network = "", prefix = ""] = subnet.split("/");
  const version = isIP(network);
  const max = version === 4 ? 32 : 128;
  const isSubnet = versions.includes(version) && /^\d{1,3}$/.test(prefix) && Number(prefix) <= max;
  if (!isSubnet || isIP(address) !== version) return 0;
  const family = version === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), family);
  return Number(list.check(address, family));
}
