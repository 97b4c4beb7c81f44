/**
 * What the Pulumi CLI writes of a run, event by event, to the file of --event-log: the way by which its
 * Automation API follows runs. Only what is shown here is described.
 * https://www.pulumi.com/docs/iac/automation-api/
 */
import * as fs from "node:fs";

/** A resource on one side of a change. Secrets are masked by the CLI. */
interface ResourceState {
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** What would be done to a resource. */
export interface Step {
  /** create, update, delete, same, and the three of a replacement: replace, create-replacement, delete-replaced. */
  readonly op: string;
  readonly urn: string;
  /** For example aws:lambda/function:Function. */
  readonly type: string;
  readonly old: ResourceState | null;
  readonly new: ResourceState | null;
  /** Top-level properties that differ. */
  readonly diffs?: readonly string[] | null;
  /** Paths that differ, when the provider says so. */
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
}

interface EngineEvent {
  readonly resourcePreEvent?: { readonly metadata: Step };
}

/** A URN's last part. https://www.pulumi.com/docs/iac/concepts/resources/names/#urns */
export function nameOf({ urn }: Step): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

/** The steps of a run; none where there is no such file, since it failed before the engine ran. */
export function readSteps(file: string): readonly Step[] {
  if (!fs.existsSync(file)) return [];
  const lines = fs.readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line) => {
    if (!line.includes('"resourcePreEvent"')) return [];
    const { resourcePreEvent } = JSON.parse(line) as EngineEvent;
    return resourcePreEvent === undefined ? [] : [resourcePreEvent.metadata];
  });
}
