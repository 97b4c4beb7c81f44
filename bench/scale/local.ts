/**
 * Discrete-event simulation of `npm start` under load: processes with one thread each, which share
 * the cores of a machine with the load's own process.
 *
 *   gateway -> environment (one of several, or wait) -> gateway -> client -> again
 */
import { EventQueue } from "./event-queue";
import { exponential, seeded } from "./random";

/** Milliseconds of CPU that a process takes. */
interface ProcessTimes {
  /** Of a request, where there is always one to work on. */
  readonly ms: number;
  /** More, each time that it was idle: it is woken, or continued after a stop, with cold caches. */
  readonly wakeMs: number;
}

/** What a request takes. The gateway has it twice, on its way in and out, half of the time each. */
export interface RequestTimes {
  readonly client: ProcessTimes;
  readonly gateway: ProcessTimes;
  readonly environment: ProcessTimes;
  /** CPU of threads beside, such as the garbage collector: the request does not wait for it. */
  readonly besideMs: number;
  /** What the gateway does after the answer, such as its log: part of its time. */
  readonly afterMs: number;
  /** What the request only waits for. */
  readonly delayMs: number;
}

export interface LocalOptions {
  readonly times: RequestTimes;
  readonly environments: number;
  /** What one, two ... busy threads get done at once, to one alone; the last holds for more. */
  readonly capacity: readonly number[];
  /** Requests always under way, or those that come in a second (Poisson). */
  readonly load:
    { readonly connections: number } | { readonly perSecond: number; readonly seed: number };
  /** How long requests are to the mean, one after the other, from the beginning again; default all 1. */
  readonly factors?: readonly number[];
  readonly seconds: number;
}

export interface LocalResult {
  readonly perSecond: number;
  readonly milliseconds: readonly number[];
}

interface Job {
  leftMs: number;
  readonly then: () => void;
}

/** A process: its first job is in work. */
interface Process {
  readonly jobs: Job[];
  readonly wakeMs: number;
}

export function simulateLocal(options: LocalOptions): LocalResult {
  return new LocalRun(options).run();
}

class LocalRun {
  private readonly client: Process;
  private readonly gateway: Process;
  private readonly beside: Process = { jobs: [], wakeMs: 0 };
  private readonly environments: readonly Process[];
  private readonly free: Process[];
  private readonly waiting: ((environment: Process) => void)[] = [];
  private readonly delays = new EventQueue<() => void>();
  private readonly milliseconds: number[] = [];
  private begun = 0;
  private now = 0;

  constructor(private readonly options: LocalOptions) {
    const { times, environments } = options;
    const process = ({ wakeMs }: ProcessTimes): Process => ({ jobs: [], wakeMs });
    this.client = process(times.client);
    this.gateway = process(times.gateway);
    this.environments = Array.from({ length: environments }, () => process(times.environment));
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
    const gatewayMs = times.gateway.ms / 2;
    this.begun += 1;
    const end = (): void => {
      this.milliseconds.push(this.now - startedAt);
      answered();
    };
    const finish = (): void => {
      this.work(this.client, times.client.ms * factor, () => {
        this.wait(times.delayMs * factor, end);
      });
      this.work(this.gateway, times.afterMs * factor);
    };
    const invoke = (environment: Process): void => {
      this.work(environment, times.environment.ms * factor, () => {
        // It is free when the gateway has read what it says.
        this.work(this.gateway, (gatewayMs - times.afterMs) * factor, () => {
          this.release(environment);
          finish();
        });
      });
    };
    this.work(this.beside, times.besideMs * factor);
    this.work(this.gateway, gatewayMs * factor, () => {
      this.acquire(invoke);
    });
  }

  private work({ jobs, wakeMs }: Process, ms: number, then = (): void => undefined): void {
    const leftMs = ms + (jobs.length === 0 ? wakeMs : 0);
    if (leftMs > 0) jobs.push({ leftMs, then });
    else then();
  }

  private wait(ms: number, then: () => void): void {
    if (ms > 0) this.delays.add(this.now + ms, then);
    else then();
  }

  private acquire(invoke: (environment: Process) => void): void {
    const environment = this.free.pop();
    if (environment === undefined) this.waiting.push(invoke);
    else invoke(environment);
  }

  private release(environment: Process): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free.push(environment);
    else next(environment);
  }

  /** To the next end of a job or of a delay. */
  private step(): void {
    const running = [this.client, this.gateway, this.beside, ...this.environments]
      .map(({ jobs }) => jobs)
      .filter((jobs) => jobs.length > 0);
    const { capacity } = this.options;
    const together = capacity[Math.min(running.length, capacity.length) - 1] ?? 1;
    const speed = together / Math.max(running.length, 1);
    const shortest = Math.min(...running.map((jobs) => jobs[0]?.leftMs ?? Infinity)) / speed;
    const ms = Math.min(shortest, this.delays.nextAt - this.now);
    this.now += ms;
    for (const [job] of running) if (job !== undefined) job.leftMs -= ms * speed;
    const over = running.filter(([job]) => (job?.leftMs ?? 1) <= 1e-9);
    for (const jobs of over) jobs[0]?.then();
    for (const jobs of over) jobs.shift();
    while (this.delays.nextAt <= this.now) this.delays.take()?.();
  }
}
