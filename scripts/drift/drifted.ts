/** What a refresh has found: resources that are not in AWS as Pulumi's state has them. */
import * as fs from "node:fs";
import { nameOf, type Step } from "../pulumi/engine-events";
import { valueChanges } from "../pulumi/value-changes";

export interface Drifted {
  /** For example Function. */
  readonly kind: string;
  readonly name: string;
  readonly urn: string;
  /** "deleted", or "changed" with what differs. */
  readonly what: "deleted" | "changed";
  /** A line each: "memorySize: 512 -> 1024", the state's value first. */
  readonly changes: readonly string[];
}

interface EngineEvent {
  readonly resOutputsEvent?: { readonly metadata: Step };
}

/** @param file the CLI's --event-log. */
export function readDrift(file: string): readonly Drifted[] {
  const lines = fs.readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line) => {
    if (!line.includes('"resOutputsEvent"')) return [];
    const { resOutputsEvent } = JSON.parse(line) as EngineEvent;
    return resOutputsEvent === undefined ? [] : driftOf(resOutputsEvent.metadata);
  });
}

function driftOf(step: Step): readonly Drifted[] {
  if (step.op !== "update" && step.op !== "delete") return [];
  const [, kind = step.type] = /([^:/]+)$/.exec(step.type) ?? [];
  const place = { kind, name: nameOf(step), urn: step.urn };
  if (step.op === "delete") return [{ ...place, what: "deleted", changes: [] }];
  return [{ ...place, what: "changed", changes: changesOf(step) }];
}

function changesOf({ old, new: now, diffs, detailedDiff }: Step): readonly string[] {
  const paths = Object.keys(detailedDiff ?? {});
  const named = paths.length > 0 ? paths.map((path) => path.split(/[.[]/)[0] ?? path) : diffs;
  const [before, after] = [
    { ...old?.outputs, ...old?.inputs },
    { ...now?.outputs, ...now?.inputs },
  ];
  return [...new Set(named ?? [])].flatMap((property) => {
    const lines = valueChanges(before[property], after[property], property);
    return lines.length === 0 ? [`${property} differs`] : lines;
  });
}
