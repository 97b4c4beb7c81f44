/**
 * Lines of the log groups of this machine, for queries: of the last three hours, and of each group
 * the newest 10,000 lines and 16 MB at most.
 */

const RETENTION_MS = 180 * 60_000;
const MAX_LINES = 10_000;
const MAX_CHARACTERS = 16 * 1024 * 1024;
/** A log event of CloudWatch has at most 1 MB. */
const MAX_LINE = 1024 * 1024;

export interface LogEvent {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
  /** Name of its log stream. */
  readonly stream: string;
  /** The later it was written, the greater: of those of one millisecond too. */
  readonly sequence: number;
}

interface Group {
  events: LogEvent[];
  /** Events before this one are over. */
  first: number;
  characters: number;
}

export class LogStore {
  private readonly groups = new Map<string, Group>();
  /** Number of lines that have ever come: another number, another answer. */
  revision = 0;

  /** @param name of the log group. */
  add(name: string, event: Omit<LogEvent, "sequence">): void {
    this.revision += 1;
    let group = this.groups.get(name);
    if (group === undefined) {
      group = { events: [], first: 0, characters: 0 };
      this.groups.set(name, group);
    }
    const text = event.text.slice(0, MAX_LINE);
    group.events.push({ ...event, text, sequence: this.revision });
    group.characters += text.length;
    drop(group, event.at - RETENTION_MS);
  }

  /** Lines of a group from `start` to `end`, both included; the oldest first. */
  events(
    name: string,
    { start, end }: { readonly start: number; readonly end: number },
  ): LogEvent[] {
    const { events, first } = this.groups.get(name) ?? { events: [], first: 0 };
    return events.slice(first).filter(({ at }) => at >= start && at <= end);
  }
}

/** Takes away what is too old or too much, and now and then the room that it took. */
function drop(group: Group, oldest: number): void {
  for (;;) {
    const event = group.events[group.first];
    if (event === undefined) break;
    const isTooMuch =
      group.events.length - group.first > MAX_LINES || group.characters > MAX_CHARACTERS;
    if (!isTooMuch && event.at >= oldest) break;
    group.first += 1;
    group.characters -= event.text.length;
  }
  if (group.first * 2 < group.events.length) return;
  group.events = group.events.slice(group.first);
  group.first = 0;
}
