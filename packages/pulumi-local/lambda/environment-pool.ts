/**
 * Pool of a function's execution environments: at most `concurrency`, each with one event at a
 * time; further events wait, unless the caller asks first whether one is free (AWS would start more,
 * and throttle at the account's limit). One without an event is frozen, as on AWS:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
import { Environment, type EnvironmentOptions } from "./environment";

export class EnvironmentPool {
  private readonly idle: Environment[] = [];
  private readonly all = new Set<Environment>();
  private readonly waiting: ((environment: Environment | undefined) => void)[] = [];
  /** Time that those environments took to load that have not had an event yet. */
  private readonly initDurations = new WeakMap<Environment, Promise<number>>();
  private closed = false;
  private retired = false;
  private whenEmpty = (): void => undefined;

  constructor(
    private readonly options: EnvironmentOptions,
    private readonly concurrency: number,
  ) {}

  /** Starts one environment, for the first event. Rejects when it cannot load the function. */
  async warm(): Promise<void> {
    const environment = this.start();
    try {
      await environment.ready;
      this.release(environment);
    } catch (error) {
      this.end(environment);
      throw error;
    }
  }

  /** Whether the next event would have to wait. */
  get isFull(): boolean {
    return this.idle.length === 0 && this.all.size >= this.concurrency;
  }

  /** A free environment, at once or when one becomes free; undefined when the pool is closed. */
  async acquire(): Promise<Environment | undefined> {
    if (this.closed) return undefined;
    for (let free = this.idle.pop(); free !== undefined; free = this.idle.pop()) {
      if (free.isAlive) {
        free.thaw();
        return free;
      }
      this.end(free);
    }
    if (this.all.size < this.concurrency) return this.start();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Takes an environment back after its event. */
  release(environment: Environment): void {
    if (this.closed) return;
    const next = this.waiting.shift();
    if (environment.isAlive && next !== undefined) next(environment);
    else if (environment.isAlive && !this.retired) {
      environment.freeze();
      this.idle.push(environment);
    } else {
      // The successor first: without any environment a retired pool is over.
      next?.(this.start());
      this.end(environment);
    }
  }

  /** Init duration in milliseconds, at an environment's first event; undefined at later ones. */
  takeInitDuration(environment: Environment): Promise<number> | undefined {
    const duration = this.initDurations.get(environment);
    this.initDurations.delete(environment);
    return duration;
  }

  /** Ends environments as they become free, once nothing waits; resolves when all have ended. */
  async retire(): Promise<void> {
    this.retired = true;
    for (const environment of this.idle.splice(0)) this.end(environment);
    if (this.all.size > 0) await new Promise<void>((resolve) => (this.whenEmpty = resolve));
  }

  /** Ends all environments. */
  close(): void {
    this.closed = true;
    for (const environment of this.all) this.end(environment);
    for (const next of this.waiting.splice(0)) next(undefined);
  }

  /** Process ids of the environments. */
  get processIds(): number[] {
    return [...this.all].map(({ pid }) => pid).filter((pid) => pid !== undefined);
  }

  private start(): Environment {
    const started = performance.now();
    const environment = new Environment(this.options);
    this.all.add(environment);
    const initMs = environment.ready.catch(() => undefined).then(() => performance.now() - started);
    this.initDurations.set(environment, initMs);
    return environment;
  }

  private end(environment: Environment): void {
    environment.kill();
    this.all.delete(environment);
    if (this.all.size === 0) this.whenEmpty();
  }
}
