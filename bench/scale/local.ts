/**
 * Discrete-event simulation of `npm start` under load: processes with one thread each, which share
 * the cores of a machine with the load's own process.
 *
 *   client -> gateway -> environment (one of several, or wait) -> gateway -> client -> again
 */
import { EventQueue } from "./event-queue";
import { exponential, seeded } from "./random";

/** Milliseconds of CPU that a request takes of each process, and what it only waits for. */
export interface RequestTimes {
  readonly client: number;
  readonly gateway: number;
  readonly environment: number;
  /** Of threads beside, such as the garbage collector: the request does not wait for it. */
  readonly beside: number;
  readonly delay: number;
}

export interface LocalOptions {
  readonly times: RequestTimes;
  readonly environments: number;
  /** What one, two ... busy threads get done at once, to one alone; the last holds for more. */
  readonly capacity: readonly number[];
  /** Requests always under way, or those that come in a second (Poisson). */
  readonly load:
    | { readonly connections: number }
    | { readonly perSecond: number; readonly seed: number };
  /** How long requests are to the mean, one after the other, from the beginning again; default all 1. */
  readonly factors?: readonly number[];
  readonly seconds: number;
}

export interface LocalResult {
  readonly perSecond: number;
  readonly milliseconds: readonly number[];
}

/** A process: its first job is in work. */
type Jobs = Job[];

interface Job {
  leftMs: number;
  readonly then: () => void;
}

export function simulateLocal(options: LocalOptions): LocalResult {
  return new LocalRun(options).run();
}

class LocalRun {
  private readonly client: Jobs = [];
  private readonly gateway: Jobs = [];
  private readonly beside: Jobs = [];
  private readonly environments: readonly Jobs[];
  private readonly free: Jobs[];
  private readonly waiting: ((environment: Jobs) => void)[] = [];
  private readonly delays = new EventQueue<() => void>();
  private readonly milliseconds: number[] = [];
  private begun = 0;
  private now = 0;

  constructor(private readonly options: LocalOptions) {
    this.environments = Array.from({ length: options.environments }, (): Jobs => []);
    this.free = [...this.environments];
  }

  run(): LocalResult {
    const { load, seconds } = this.options;
    if ("connections" in load) {
      const again = (): void => {
        this.request(again);
      };
      for (let each = 0; each < load.connections; each += 1) again();
    } else this.arrive(load.perSecond, seeded(load.seed));
    while (this.now < seconds * 1_000) this.step();
    return { perSecond: this.milliseconds.length / seconds, milliseconds: this.milliseconds };
  }

  private arrive(perSecond: number, random: () => number): void {
    this.delays.add(this.now + exponential(random, 1_000 / perSecond), () => {
      this.request(() => undefined);
      this.arrive(perSecond, random);
    });
  }

  private request(answered: () => void): void {
    const { times, factors = [1] } = this.options;
    const factor = factors[this.begun % factors.length] ?? 1;
    const startedAt = this.now;
    this.begun += 1;
    const work = (jobs: Jobs, ms: number, then: () => void): void => {
      if (ms > 0) jobs.push({ leftMs: ms * factor, then });
      else then();
    };
    work(this.beside, times.beside, () => undefined);
    const end = (): void => {
      this.milliseconds.push(this.now - startedAt);
      answered();
    };
    const finish = (): void => {
      work(this.client, times.client / 2, () => {
        this.wait(times.delay * factor, end);
      });
    };
    const invoke = (environment: Jobs): void => {
      work(environment, times.environment, () => {
        // It is free when the gateway has read what it says.
        work(this.gateway, times.gateway / 2, () => {
          this.release(environment);
          finish();
        });
      });
    };
    work(this.client, times.client / 2, () => {
      work(this.gateway, times.gateway / 2, () => {
        this.acquire(invoke);
      });
    });
  }

  private wait(ms: number, then: () => void): void {
    if (ms > 0) this.delays.add(this.now + ms, then);
    else then();
  }

  private acquire(invoke: (environment: Jobs) => void): void {
    const environment = this.free.pop();
    if (environment === undefined) this.waiting.push(invoke);
    else invoke(environment);
  }

  private release(environment: Jobs): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free.push(environment);
    else next(environment);
  }

  /** To the next end of a job or of a delay. */
  private step(): void {
    const processes = [this.client, this.gateway, this.beside, ...this.environments];
    const running = processes.filter((jobs) => jobs.length > 0);
    const { capacity } = this.options;
    const together = capacity[Math.min(running.length, capacity.length) - 1] ?? 1;
    const speed = together / Math.max(running.length, 1);
    const shortest = Math.min(...running.map((jobs) => jobs[0]?.leftMs ?? Infinity)) / speed;
    const ms = Math.min(shortest, this.delays.nextAt - this.now);
    this.now += ms;
    for (const [job] of running) if (job !== undefined) job.leftMs -= ms * speed;
    const over = running.filter(([job]) => (job?.leftMs ?? 1) <= 1e-9);
    for (const jobs of over) jobs.shift()?.then();
    while (this.delays.nextAt <= this.now) this.delays.take()?.();
  }
}
