/**
 * What the local issuer remembers: its signing key, and what oidc-provider stores. With a file, keys,
 * clients, grants and refresh tokens outlive the process: after a restart of `npm start` clients stay
 * signed in, where they would fail with an unknown client or key. The file is its owner's alone.
 */
import type { Adapter, AdapterPayload, JWK } from "oidc-provider";
import { generateKeyPairSync } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

interface Entry {
  readonly payload: AdapterPayload;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
}

interface Kept {
  readonly key: JWK;
  readonly entries: Readonly<Record<string, Entry>>;
}

/** What a later process has use for. */
const KEPT_MODELS = new Set(["Client", "Grant", "RefreshToken"]);
/** Of all together: whoever registers without end pushes out the oldest. */
const MAX_ENTRIES = 1_000;

export class IssuerStore {
  readonly key: JWK;
  private readonly entries: Map<string, Entry>;

  /** @param file undefined for a store that ends with the process. */
  constructor(private readonly file: string | undefined) {
    const kept = file === undefined ? undefined : readKept(file);
    this.key = kept?.key ?? newKey();
    this.entries = new Map(Object.entries(kept?.entries ?? {}));
    if (kept === undefined) this.keep();
  }

  get(key: string): AdapterPayload | undefined {
    const entry = this.entries.get(key);
    const isExpired = entry?.expiresAt !== undefined && entry.expiresAt <= Date.now();
    if (isExpired) this.delete(key);
    return isExpired ? undefined : entry?.payload;
  }

  set(key: string, payload: AdapterPayload, seconds?: number): void {
    const hasEnd = typeof seconds === "number" && seconds > 0;
    this.entries.delete(key);
    this.entries.set(key, { payload, ...(hasEnd && { expiresAt: Date.now() + seconds * 1000 }) });
    this.makeRoom();
    if (isKept(key)) this.keep();
  }

  delete(key: string): void {
    if (this.entries.delete(key) && isKept(key)) this.keep();
  }

  find(test: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    for (const key of this.entries.keys()) {
      const payload = this.get(key);
      if (payload !== undefined && test(payload)) return payload;
    }
    return undefined;
  }

  deleteWhere(test: (payload: AdapterPayload) => boolean): void {
    for (const [key, { payload }] of this.entries) if (test(payload)) this.delete(key);
  }

  private makeRoom(): void {
    if (this.entries.size <= MAX_ENTRIES) return;
    for (const key of [...this.entries.keys()]) this.get(key);
    const [oldest] = this.entries.keys();
    if (this.entries.size > MAX_ENTRIES && oldest !== undefined) this.entries.delete(oldest);
  }

  private keep(): void {
    if (this.file === undefined) return;
    const entries = Object.fromEntries([...this.entries].filter(([key]) => isKept(key)));
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    const part = `${this.file}.${process.pid}`;
    const kept: Kept = { key: this.key, entries };
    fs.writeFileSync(part, JSON.stringify(kept), { mode: 0o600 });
    fs.renameSync(part, this.file);
  }
}

/** oidc-provider's view of a store. https://github.com/panva/node-oidc-provider/blob/main/example/my_adapter.js */
export function storeAdapter(store: IssuerStore): (model: string) => Adapter {
  return (model) => {
    const keyOf = (id: string): string => `${model}:${id}`;
    return {
      upsert: async (id, payload, expiresIn) => {
        // A client may ask for scopes that it did not know when it registered: programs change.
        const { scope, ...rest } = payload;
        store.set(keyOf(id), model === "Client" ? rest : payload, expiresIn);
      },
      find: async (id) => store.get(keyOf(id)),
      findByUid: async (uid) => store.find((payload) => payload.uid === uid),
      findByUserCode: async (code) => store.find((payload) => payload.userCode === code),
      consume: async (id) => {
        const payload = store.get(keyOf(id));
        if (payload === undefined) return;
        const secondsLeft = payload.exp === undefined ? undefined : payload.exp - nowSeconds();
        store.set(keyOf(id), { ...payload, consumed: nowSeconds() }, secondsLeft);
      },
      destroy: async (id) => {
        store.delete(keyOf(id));
      },
      revokeByGrantId: async (grantId) => {
        store.deleteWhere((payload) => payload.grantId === grantId);
      },
    };
  };
}

function isKept(key: string): boolean {
  return KEPT_MODELS.has(key.slice(0, key.indexOf(":")));
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function newKey(): JWK {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), alg: "RS256", use: "sig" };
}

/** Undefined where there is none that can be read: a new one is made. */
function readKept(file: string): Kept | undefined {
  try {
    const { key, entries } = JSON.parse(fs.readFileSync(file, "utf8")) as Partial<Kept>;
    return key?.kty === "RSA" && entries !== undefined ? { key, entries } : undefined;
  } catch {
    return undefined;
  }
}
