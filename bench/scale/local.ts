/**
 * Discrete-event simulation of `npm start` under load: processes with one thread each, which share
 * the cores of a machine with the load's own process.
 *
 *   gateway -> environment (one of several, or wait) -> gateway -> client -> again
 */
import { exponential, seeded } from "./random";
import { type Process, SharedCores } from "./shared-cores";

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

export function simulateLocal(options: LocalOptions): LocalResult {
  return new LocalRun(options).run();
}

class LocalRun {
  private readonly cores: SharedCores;
  private readonly client: Process;
  private readonly gateway: Process;
  private readonly beside: Process;
  private readonly free: Process[];
  private readonly waiting: ((environment: Process) => void)[] = [];
  private readonly milliseconds: number[] = [];
  private begun = 0;

  constructor(private readonly options: LocalOptions) {
    const { times, environments, capacity } = options;
    this.cores = new SharedCores(capacity);
    this.client = this.cores.process(times.client.wakeMs);
    this.gateway = this.cores.process(times.gateway.wakeMs);
    this.beside = this.cores.process(0);
    this.free = Array.from({ length: environments }, () =>
      this.cores.process(times.environment.wakeMs),
    );
  }

  run(): LocalResult {
    const { load, seconds } = this.options;
    if ("connections" in load) {
      const again = (): void => {
        this.request(again);
      };
      for (let each = 0; each < load.connections; each += 1) again();
    } else this.arrive(load.perSecond, seeded(load.seed));
    while (this.cores.now < seconds * 1_000) this.cores.step();
    return { perSecond: this.milliseconds.length / seconds, milliseconds: this.milliseconds };
  }

  private arrive(perSecond: number, random: () => number): void {
    this.cores.wait(exponential(random, 1_000 / perSecond), () => {
      this.request(() => undefined);
      this.arrive(perSecond, random);
    });
  }

  private request(answered: () => void): void {
    const { times, factors = [1] } = this.options;
    const factor = factors[this.begun % factors.length] ?? 1;
    const startedAt = this.cores.now;
    const gatewayMs = times.gateway.ms / 2;
    this.begun += 1;
    const end = (): void => {
      this.milliseconds.push(this.cores.now - startedAt);
      answered();
    };
    const finish = (): void => {
      this.cores.work(this.client, times.client.ms * factor, () => {
        this.cores.wait(times.delayMs * factor, end);
      });
      this.cores.work(this.gateway, times.afterMs * factor);
    };
    const invoke = (environment: Process): void => {
      this.cores.work(environment, times.environment.ms * factor, () => {
        // It is free when the gateway has read what it says.
        this.cores.work(this.gateway, (gatewayMs - times.afterMs) * factor, () => {
          this.release(environment);
          finish();
        });
      });
    };
    this.cores.work(this.beside, times.besideMs * factor);
    this.cores.work(this.gateway, gatewayMs * factor, () => {
      this.acquire(invoke);
    });
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
}
