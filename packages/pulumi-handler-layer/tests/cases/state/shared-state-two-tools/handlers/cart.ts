const items: string[] = [];
export function put(item: string): number {
  return items.push(item);
}
export function all(): readonly string[] {
  return items;
}
