/** All lines of one request: those of the server by API Gateway's id, those of Lambda by its own. */
import type { LogLine } from "pulumi-local";
import type { LogSource } from "../observed/log-source";
import { factsOf } from "./line-facts";

/** @param id Lambda's or API Gateway's. @returns none where no function had the request. */
export async function readRequest(
  source: LogSource,
  since: number,
  id: string,
): Promise<readonly LogLine[]> {
  const lines = await source.read(since, id);
  const known = new Set(lines.map(keyOf));
  const all = [...lines];
  for (const other of new Set(lines.flatMap((line) => factsOf(line).ids))) {
    if (other === id) continue;
    for (const line of await source.read(since, other)) {
      if (known.has(keyOf(line))) continue;
      known.add(keyOf(line));
      all.push(line);
    }
  }
  return all.sort((first, second) => first.at - second.at);
}

function keyOf({ group, id }: LogLine): string {
  return `${group} ${id}`;
}
