/** The nearest name, for "did you mean". */
import distance from "damerau-levenshtein";

/**
 * The candidate that `name` was most likely meant to be: the one with the fewest letters put in,
 * taken out, replaced or swapped with their neighbour, at most a third of the name's, whatever is
 * large or small in it. The first of equal ones; `undefined` when none is near.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const asked = name.toLowerCase();
  const limit = Math.max(1, Math.floor(asked.length / 3));
  const [first] = [...candidates]
    .map((candidate) => ({ candidate, ...distance(asked, candidate.toLowerCase()) }))
    .filter(({ steps }) => steps <= limit)
    .sort((a, b) => a.steps - b.steps);
  return first?.candidate;
}
