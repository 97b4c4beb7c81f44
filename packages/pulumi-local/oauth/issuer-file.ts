/**
 * The file of what the local issuer keeps for the next process: written soon after a change, however
 * many there are, and when the process ends. It is its owner's alone, and no link is followed to it.
 */
import type { AdapterPayload, JWK } from "oidc-provider";
import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

export interface StoredEntry {
  readonly payload: AdapterPayload;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
}

export interface KeptState {
  readonly key: JWK;
  /** By model and id: "Client:abc". */
  readonly entries: Readonly<Record<string, StoredEntry>>;
}

const WRITE_AFTER_MS = 200;

export class IssuerFile {
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param state what is to be written, as it is then; undefined for nothing.
   * @param onFailure receives, in words, why it could not be written.
   */
  constructor(
    private readonly file: string,
    private readonly state: () => KeptState | undefined,
    private readonly onFailure: (text: string) => void,
  ) {}

  /** Undefined where there is none that can be read: a new one is made. */
  read(): KeptState | undefined {
    let descriptor: number | undefined;
    try {
      // Windows has no such flag.
      const noLink = (fs.constants as { O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;
      descriptor = fs.openSync(this.file, fs.constants.O_RDONLY | noLink);
      const { key, entries } = JSON.parse(fs.readFileSync(descriptor, "utf8")) as {
        [K in keyof KeptState]?: KeptState[K];
      };
      return key?.kty === "RSA" && entries !== undefined ? { key, entries } : undefined;
    } catch {
      return undefined;
    } finally {
      if (descriptor !== undefined) fs.closeSync(descriptor);
    }
  }

  writeSoon(): void {
    if (this.timer !== undefined) return;
    this.timer = setTimeout(this.flush, WRITE_AFTER_MS).unref();
    process.once("exit", this.flush);
  }

  /** Writes what is still to be written. */
  readonly flush = (): void => {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    process.off("exit", this.flush);
    const state = this.state();
    if (state === undefined) return;
    try {
      this.write(JSON.stringify(state));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.onFailure(`Local issuer: clients will have to sign in again next time: ${reason}`);
    }
  };

  private write(text: string): void {
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    // A name that nobody can foresee, and nothing there: a link planted in its place is not followed.
    const part = `${this.file}.${randomBytes(12).toString("hex")}`;
    try {
      fs.writeFileSync(part, text, { mode: 0o600, flag: "wx" });
      fs.renameSync(part, this.file);
    } finally {
      fs.rmSync(part, { force: true });
    }
  }
}
