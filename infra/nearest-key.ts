/** The key that a wrong one was most likely meant to be, for "did you mean". */
import distance from "damerau-levenshtein";

/**
 * Letters to put in, take out, replace, or swap with the next, large or small: at most a third of the
 * key's, and one in a short key. The first of equally near ones; undefined when none is near.
 */
export function nearestKey(key: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(key.length / 3));
  const [first] = candidates
    .map((candidate) => ({ candidate, ...distance(key.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ steps }) => steps <= limit)
    .sort((a, b) => a.steps - b.steps);
  return first?.candidate;
}
