/** Resources of a REST API: which of them a request is routed to. */

export interface Resource {
  /** As declared, for example "/{proxy+}". */
  readonly path: string;
  readonly serves: (method: string) => boolean;
}

/**
 * As API Gateway chooses: exact before {variable} before {greedy+}, segment by segment. Slashes at
 * the end and doubled ones do not count (https://github.com/localstack/localstack/issues/11253,
 * https://github.com/floci-io/floci/issues/1557); case and percent-encoding do. A resource without
 * the method leaves the request to a greedy one.
 */
export function findResource<Found extends Resource>(
  resources: readonly Found[],
  method: string,
  path: string,
): Found | undefined {
  const segments = segmentsOf(path);
  const [best, ...others] = resources
    .filter((resource) => matches(segmentsOf(resource.path), segments))
    .sort((a, b) => (rank(a.path) < rank(b.path) ? -1 : 1));
  if (best?.serves(method) === true) return best;
  return others.find((other) => isGreedy(other.path) && other.serves(method));
}

function segmentsOf(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

function matches(parts: readonly string[], segments: readonly string[]): boolean {
  const last = parts.at(-1) ?? "";
  if (isGreedy(last) ? segments.length < parts.length : segments.length !== parts.length) {
    return false;
  }
  return parts.every((part, index) => part.startsWith("{") || part === segments[index]);
}

function isGreedy(path: string): boolean {
  return path.endsWith("+}");
}

/** Sorts after every name that a path may have: a variable, and after it a greedy one. */
function rank(path: string): string {
  return path.replace(/\{[^}]*\+\}/g, "~~").replace(/\{[^}]*\}/g, "~");
}
