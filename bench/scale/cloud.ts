/**
 * Discrete-event simulation of the way through AWS: a stage's throttle, then a function that has an
 * environment for each request that is in work, and starts others as fast as Lambda does. Nothing
 * waits: what finds no token and no environment is refused.
 *
 *   arrival -> token of the stage? -> request of the account? -> idle environment, or a new one -> answer
 *                    429                      504                         504
 *
 * Environments are kept to the end: AWS keeps idle ones for minutes.
 */
import { TokenBucket } from "../../packages/pulumi-local/api-gateway/token-bucket";
import { EventQueue } from "./event-queue";
import { NEW_ENVIRONMENTS, REQUESTS_PER_CONCURRENCY } from "./lambda-quotas";
import { exponential, seeded } from "./random";

export interface CloudOptions {
  readonly seed: number;
  readonly seconds: number;
  /** Requests a second, from the first moment on. */
  readonly perSecond: number;
  /** Whether they come in even steps; default as of independent callers (Poisson). */
  readonly evenly?: boolean;
  readonly throttle: { readonly rate: number; readonly burst: number };
  /** Of the account, or what is reserved. */
  readonly concurrency: number;
  /** Takes a request's time in milliseconds, without a cold start. */
  readonly serviceMs: (random: () => number) => number;
  /** What the first request of an environment waits for. */
  readonly coldMs: number;
  /** Environments that are there at the beginning; default 0. */
  readonly warm?: number;
  /** How fast others come; default as Lambda does. */
  readonly newEnvironments?: { readonly rate: number; readonly burst: number };
}

export interface CloudResult {
  readonly offered: number;
  /** Refused by the stage: 429. */
  readonly throttled: number;
  /** Refused by Lambda, which API Gateway makes a 504 or 500. */
  readonly refused: number;
  readonly coldStarts: number;
  /** Of each request that was answered. */
  readonly milliseconds: readonly number[];
  /** Requests in work, on average. */
  readonly meanBusy: number;
  /** At the end of each second. */
  readonly environments: readonly number[];
}

export function simulateCloud(options: CloudOptions): CloudResult {
  const run = new CloudRun(options);
  run.run();
  return run;
}

class CloudRun implements CloudResult {
  offered = 0;
  throttled = 0;
  refused = 0;
  coldStarts = 0;
  meanBusy = 0;
  readonly milliseconds: number[] = [];
  readonly environments: number[] = [];
  private readonly ends = new EventQueue<"end">();
  private readonly random: () => number;
  private readonly stage: TokenBucket;
  private readonly requests: TokenBucket;
  private readonly starts: TokenBucket;
  private now = 0;
  private busy = 0;
  private started: number;

  constructor(private readonly options: CloudOptions) {
    const { seed, throttle, concurrency, warm = 0 } = options;
    const { newEnvironments = NEW_ENVIRONMENTS } = options;
    const clock = (): number => this.now;
    const perSecond = concurrency * REQUESTS_PER_CONCURRENCY;
    this.random = seeded(seed);
    this.stage = new TokenBucket(throttle.rate, throttle.burst, clock);
    this.requests = new TokenBucket(perSecond, perSecond, clock);
    this.starts = new TokenBucket(newEnvironments.rate, newEnvironments.burst, clock);
    this.started = warm;
  }

  run(): void {
    const endMs = this.options.seconds * 1_000;
    for (let next = this.gap(); next < endMs; next = this.now + this.gap()) {
      this.advance(next);
      this.arrive();
    }
    this.advance(endMs);
    this.closeSeconds(this.options.seconds);
    this.meanBusy /= endMs;
  }

  private gap(): number {
    const meanMs = 1_000 / this.options.perSecond;
    return this.options.evenly === true ? meanMs : exponential(this.random, meanMs);
  }

  /** Ends what is over by then. */
  private advance(until: number): void {
    while (this.ends.nextAt <= until) {
      this.spend(this.ends.nextAt);
      this.ends.take();
      this.busy -= 1;
    }
    this.spend(until);
  }

  private spend(until: number): void {
    this.meanBusy += this.busy * (until - this.now);
    this.now = until;
    this.closeSeconds(Math.floor(until / 1_000));
  }

  private closeSeconds(seconds: number): void {
    while (this.environments.length < seconds) this.environments.push(this.started);
  }

  private arrive(): void {
    this.offered += 1;
    if (!this.stage.take()) this.throttled += 1;
    else if (!this.requests.take() || !this.begin()) this.refused += 1;
  }

  /** False where no environment is idle, and none may be started. */
  private begin(): boolean {
    const isCold = this.busy >= this.started;
    if (isCold && (this.started >= this.options.concurrency || !this.starts.take())) return false;
    const { serviceMs, coldMs } = this.options;
    const taken = serviceMs(this.random) + (isCold ? coldMs : 0);
    if (isCold) {
      this.started += 1;
      this.coldStarts += 1;
    }
    this.busy += 1;
    this.milliseconds.push(taken);
    this.ends.add(this.now + taken, "end");
    return true;
  }
}
