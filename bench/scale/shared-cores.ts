/** Simulated processes of one thread each on the cores of a machine, which they share evenly. */
import { EventQueue } from "./event-queue";

interface Job {
  leftMs: number;
  readonly then: () => void;
}

/** Its first job is in work, the others wait in their order. */
export interface Process {
  readonly jobs: Job[];
  readonly wakeMs: number;
}

export class SharedCores {
  /** Milliseconds since the beginning. */
  now = 0;
  private readonly processes: Process[] = [];
  private readonly delays = new EventQueue<() => void>();

  /** @param capacity what one, two ... busy threads get done at once, to one alone; the last holds for more. */
  constructor(private readonly capacity: readonly number[]) {}

  /** @param wakeMs that a job takes longer where the process was idle. */
  process(wakeMs: number): Process {
    const made: Process = { jobs: [], wakeMs };
    this.processes.push(made);
    return made;
  }

  work({ jobs, wakeMs }: Process, ms: number, then = (): void => undefined): void {
    const leftMs = ms + (jobs.length === 0 ? wakeMs : 0);
    if (leftMs > 0) jobs.push({ leftMs, then });
    else then();
  }

  /** Takes no core meanwhile. */
  wait(ms: number, then: () => void): void {
    if (ms > 0) this.delays.add(this.now + ms, then);
    else then();
  }

  /** Goes on to the next end of a job or of a delay. */
  step(): void {
    const running = this.processes.map(({ jobs }) => jobs).filter((jobs) => jobs.length > 0);
    const together = this.capacity[Math.min(running.length, this.capacity.length) - 1] ?? 1;
    const speed = together / Math.max(running.length, 1);
    const shortest = Math.min(...running.map((jobs) => jobs[0]?.leftMs ?? Infinity)) / speed;
    const ms = Math.min(shortest, this.delays.nextAt - this.now);
    this.now += ms;
    for (const [job] of running) if (job !== undefined) job.leftMs -= ms * speed;
    const over = running.filter(([job]) => (job?.leftMs ?? 1) <= 1e-9);
    // Before it leaves, so that a process that goes on is not woken.
    for (const jobs of over) jobs[0]?.then();
    for (const jobs of over) jobs.shift();
    while (this.delays.nextAt <= this.now) this.delays.take()?.();
  }
}
