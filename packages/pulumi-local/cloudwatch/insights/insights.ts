/**
 * Local CloudWatch Logs Insights: answers queries from the lines that functions have written on this
 * machine. What it does not know it says, by name and place.
 */
import type { DeclaredProgram } from "../../program/declared";
import type { InvocationFacts, PlatformRecord } from "../../lambda/platform-record";
import { UserError } from "../../user-error";
import type { LogAnswer } from "../dashboard/view";
import { fieldsOf } from "./discovered-fields";
import { AnswerKeeper } from "./answer-keeper";
import { knownGroups, logGroupOf } from "./log-groups";
import { LogStore } from "./log-store";
import { parseQuery } from "./parser";
import { cellOf } from "./query-lines";
import { evaluateQuery } from "./query-evaluator";
import { Row } from "./row";
import { curvesOf } from "./time-series";

/** The name of the log stream of each function here. */
const STREAM = "local";
/** As many as the page shows; all of them are counted. */
const MAX_SHOWN = 1000;

/** A line of a function's log, as CloudWatch Logs keeps it. */
export interface LogLine {
  /** Of this line alone, among those of its log group. */
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Name of its log group. */
  readonly group: string;
  readonly text: string;
}

export interface AskedQuery {
  readonly query: string;
  /** Where the query itself names none. */
  readonly logGroups?: readonly string[];
  /** Milliseconds since 1970, both included. */
  readonly range: { readonly start: number; readonly end: number };
  /** Whether lines are wanted where the answer goes over time; default: a table. */
  readonly asCurves?: boolean;
}

export class Insights {
  private readonly store = new LogStore();
  private readonly keeper = new AnswerKeeper(() => this.store.revision);
  private program: DeclaredProgram = { resources: [], outputs: {} };

  constructor(private readonly now: () => number) {}

  deploy(program: DeclaredProgram): void {
    this.program = program;
    this.keeper.clear();
  }

  /** A line that a function wrote. */
  onLine(text: string, functionName: string): void {
    this.add(functionName, text);
  }

  /** What Lambda writes around an invocation, as its JSON log has it. */
  onReport(record: PlatformRecord, { functionName }: InvocationFacts): void {
    const time = new Date(this.now()).toISOString();
    this.add(functionName, JSON.stringify({ time, ...record }));
  }

  answer(asked: AskedQuery): LogAnswer {
    const { range, query, logGroups = [], asCurves } = asked;
    const key = JSON.stringify([query, logGroups, asCurves, range.end - range.start]);
    return this.keeper.keep(key, range.end, () => this.evaluate(asked));
  }

  /** Lines of all functions since then (milliseconds since 1970), in the order in which they came. */
  lines(since: number): readonly LogLine[] {
    const range = { start: since, end: Infinity };
    return knownGroups(this.program)
      .flatMap((group) =>
        this.store.events(group, range).map((event) => ({
          id: String(event.sequence),
          at: event.at,
          group,
          text: event.text,
          sequence: event.sequence,
        })),
      )
      .sort((first, second) => first.sequence - second.sequence)
      .map(({ sequence: _, ...line }) => line);
  }

  private evaluate({ query, logGroups, range, asCurves }: AskedQuery): LogAnswer {
    try {
      const parsed = parseQuery(query);
      const groups = parsed.sources.length > 0 ? parsed.sources : (logGroups ?? []);
      const rows = this.rows(groups, range);
      const found = evaluateQuery(parsed, rows);
      const curves = asCurves === true ? curvesOf(parsed, found) : undefined;
      return {
        columns: found.columns,
        rows: found.rows.slice(0, MAX_SHOWN).map((row) => row.map(cellOf)),
        found: found.rows.length,
        lines: rows.length,
        ...(curves !== undefined && { curves }),
        problems: this.unknownGroups(groups),
      };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const problem = `The query ${error.message}.`;
      return { columns: [], rows: [], found: 0, lines: 0, problems: [problem] };
    }
  }

  private rows(groups: readonly string[], range: AskedQuery["range"]): readonly Row[] {
    return groups.flatMap((group) =>
      this.store
        .events(group, range)
        .map((event) => new Row(event.at, fieldsOf(event, group), event.sequence)),
    );
  }

  private unknownGroups(groups: readonly string[]): readonly string[] {
    if (groups.length === 0) return ["The query names no log group: begin it with SOURCE."];
    const known = knownGroups(this.program);
    return groups
      .filter((group) => !known.includes(group))
      .map((group) => `No function here writes to the log group ${group}.`);
  }

  private add(functionName: string, text: string): void {
    const group = logGroupOf(this.program, functionName);
    this.store.add(group, { at: this.now(), text, stream: STREAM });
  }
}
