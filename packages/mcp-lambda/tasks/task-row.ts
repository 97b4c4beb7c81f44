/**
 * Task row: all that is known of a task, as the record store keeps it. A task is in flight while it is
 * `working`; each change of a row is made for the version that it was decided on.
 */
import { createHash, randomBytes } from "node:crypto";
import type { Asked } from "../asks/question";
import { type Caller, identityOf } from "../http/caller";
import { wellFormedJson } from "../protocol/well-formed";
import type { Json } from "../store/record-store";

/** https://github.com/modelcontextprotocol/ext-tasks */
export type TaskStatus = "working" | "input_required" | "completed" | "failed" | "cancelled";

/** Who works on it; times are milliseconds since 1970. */
export interface Work {
  readonly phase: "queued" | "running";
  /** Nobody is expected to work on it after this. */
  readonly until: number;
  /** When it was last handed to the worker. */
  readonly queuedAt: number;
  /** Tells one run from any other, also from a second delivery of the same event. */
  readonly by?: string;
  /** Under which the worker's log has it. */
  readonly requestId?: string;
}

/** Questions of all rounds, as asks/replay.ts has them, and what was answered since. */
export interface Questioning {
  readonly round: number;
  readonly asked: readonly Asked[];
  /** What has no answer yet, by keys that are never used again. */
  readonly open: Readonly<Record<string, Json>>;
  /** Answers of this round, by the same keys. */
  readonly responses: Readonly<Record<string, Json>>;
}

export interface TaskRow {
  readonly id: string;
  readonly tool: string;
  /** Whose it is. */
  readonly owner: string;
  readonly status: TaskStatus;
  readonly statusMessage?: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly lastUpdatedAt: string;
  /** From createdAt, in milliseconds. */
  readonly ttlMs: number;
  readonly pollIntervalMs: number;
  /** Goes on with it after an answer, so that it ends with the code with which it began. */
  readonly worker?: string;
  /** A worker that is lost is followed by another one. */
  readonly isRepeatable: boolean;
  /** While it is working. */
  readonly work?: Work;
  readonly questioning?: Questioning;
  /** When it is completed. */
  readonly result?: Json;
  /** When it has failed. */
  readonly error?: TaskError;
  /** Of the latest change, made anew for each: who is not sure whether a change was written finds out. */
  readonly change: string;
}

export interface TaskError {
  readonly code: number;
  readonly message: string;
}

/** 144 bits, which go into a header as they are, and into a command: none looks like an option. */
export function newId(): string {
  const id = randomBytes(18).toString("base64url");
  return id.startsWith("-") ? newId() : id;
}

/** Anything else is the id of no task. */
export const TASK_ID = /^[\w-]{24}$/;

export function ownerOf(caller: Caller): string {
  return createHash("sha256")
    .update(JSON.stringify(identityOf(caller)))
    .digest("base64url");
}

export function isOver({ status }: TaskRow): boolean {
  return status !== "working" && status !== "input_required";
}

/** How long a task is kept: a day, or a week when it waited for an answer. */
export const TTL_MS = 86_400_000;
export const TTL_OF_QUESTIONS_MS = 7 * TTL_MS;

/** A value as a store can keep it: no half of a surrogate pair is in it. */
export function keepable(value: unknown): Json {
  const json = JSON.stringify(value);
  const wellFormed = wellFormedJson(json);
  return wellFormed === json ? (value as Json) : (JSON.parse(wellFormed) as Json);
}

/** Of a row, and of a call, as JSON: a record has 350 kB. */
export const MAX_ROW_BYTES = 349_000;

/** Seconds since 1970. */
export function expiryOf({ createdAt, ttlMs }: Pick<TaskRow, "createdAt" | "ttlMs">): number {
  return Math.ceil((Date.parse(createdAt) + ttlMs) / 1000);
}
