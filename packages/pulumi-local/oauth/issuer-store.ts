/**
 * What the local issuer remembers: its signing key, and what oidc-provider stores. With a file, keys,
 * grants, refresh tokens, and the clients that somebody has signed in with, outlive the process: after
 * a restart of `npm start` they stay signed in.
 *
 * Any page of a browser can make it store something (/authorize, /register), so that each model has a
 * limit of its own, and clients that nobody has signed in with go first.
 */
import type { AdapterPayload, JWK } from "oidc-provider";
import { generateKeyPairSync } from "node:crypto";
import { IssuerFile, type KeptState, type StoredEntry } from "./issuer-file";

export interface IssuerStoreOptions {
  /** Default: the store ends with the process. */
  readonly file?: string | undefined;
  /** Receives, in words, why the file could not be written. */
  readonly onFailure?: ((text: string) => void) | undefined;
}

/** What a later process has use for, beside the clients of grants. */
const KEPT_MODELS = new Set(["Grant", "RefreshToken"]);
/** Of each model. */
const MAX_ENTRIES = 1_000;

export class IssuerStore {
  readonly key: JWK;
  private readonly models = new Map<string, Map<string, StoredEntry>>();
  private readonly file: IssuerFile | undefined;
  private isWritten = false;

  constructor({ file, onFailure = () => undefined }: IssuerStoreOptions = {}) {
    this.file = file === undefined ? undefined : new IssuerFile(file, () => this.kept(), onFailure);
    const kept = this.file?.read();
    this.isWritten = kept !== undefined;
    this.key = kept?.key ?? newKey();
    for (const [key, entry] of Object.entries(kept?.entries ?? {})) {
      this.entriesOf(key).set(key, entry);
    }
  }

  get(key: string): AdapterPayload | undefined {
    const entry = this.entriesOf(key).get(key);
    const isExpired = entry?.expiresAt !== undefined && entry.expiresAt <= Date.now();
    if (isExpired) this.delete(key);
    return isExpired ? undefined : entry?.payload;
  }

  /** @param key model and id: "Client:abc". */
  set(key: string, payload: AdapterPayload, seconds?: number): void {
    const hasEnd = typeof seconds === "number" && seconds > 0;
    const entries = this.entriesOf(key);
    entries.delete(key);
    entries.set(key, { payload, ...(hasEnd && { expiresAt: Date.now() + seconds * 1000 }) });
    this.makeRoom(entries);
    if (this.isKept(key)) this.file?.writeSoon();
  }

  delete(key: string): void {
    const entries = this.entriesOf(key);
    const wasKept = entries.has(key) && this.isKept(key);
    entries.delete(key);
    if (wasKept) this.file?.writeSoon();
  }

  find(test: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const key of this.keys()) {
      const payload = this.get(key);
      if (payload !== undefined && test(payload)) return payload;
    }
    return undefined;
  }

  deleteWhere(test: (payload: AdapterPayload) => boolean): void {
    for (const key of this.keys()) {
      const payload = this.get(key);
      if (payload !== undefined && test(payload)) this.delete(key);
    }
  }

  /** Writes what the file lacks. */
  close(): void {
    this.file?.flush();
  }

  private entriesOf(key: string): Map<string, StoredEntry> {
    const model = modelOf(key);
    const entries = this.models.get(model) ?? new Map<string, StoredEntry>();
    this.models.set(model, entries);
    return entries;
  }

  private keys(): readonly string[] {
    return [...this.models.values()].flatMap((entries) => [...entries.keys()]);
  }

  private makeRoom(entries: Map<string, StoredEntry>): void {
    if (entries.size <= MAX_ENTRIES) return;
    for (const key of [...entries.keys()]) this.get(key);
    if (entries.size <= MAX_ENTRIES) return;
    const granted = this.grantedClients();
    const keys = [...entries.keys()];
    const unused = keys.find((key) => modelOf(key) === "Client" && !granted.has(idOf(key)));
    entries.delete(unused ?? keys[0] ?? "");
  }

  /** Ids of the clients that somebody has signed in with. */
  private grantedClients(): ReadonlySet<unknown> {
    const grants = this.models.get("Grant")?.values() ?? [];
    return new Set([...grants].map(({ payload }) => payload["clientId"]));
  }

  /** Whether a later process has use for it. */
  private isKept(key: string, granted?: ReadonlySet<unknown>): boolean {
    const model = modelOf(key);
    if (model !== "Client") return KEPT_MODELS.has(model);
    return (granted ?? this.grantedClients()).has(idOf(key));
  }

  /** Undefined as long as there is nothing to keep: without a grant nobody has a token of this key. */
  private kept(): KeptState | undefined {
    const granted = this.grantedClients();
    const all = [...this.models.values()].flatMap((entries) => [...entries]);
    const kept = all.filter(([key]) => this.isKept(key, granted));
    if (kept.length === 0 && !this.isWritten) return undefined;
    this.isWritten = true;
    return { key: this.key, entries: Object.fromEntries(kept) };
  }
}

function modelOf(key: string): string {
  return key.slice(0, key.indexOf(":"));
}

function idOf(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}

function newKey(): JWK {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), alg: "RS256", use: "sig" };
}
