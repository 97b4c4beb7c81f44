export function aliased(): string {
  return "aliased";
}
