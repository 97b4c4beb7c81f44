/** How long a new version is looked at, and how it ends: with a clock of the test's own. */
import { expect } from "chai";
import { UserError } from "pulumi-local";
import type { VersionCounts } from "../../../scripts/rollout/judge";
import { type Outside, type Verdict, watch } from "../../../scripts/rollout/watch";
import type { Routing } from "../../../scripts/versions/versioned-function";

const BOTH: Routing = { version: 7, next: { version: 8, weight: 0.1 } };
const SINCE = new Date(0);

interface World {
  readonly routing?: (second: number) => Routing;
  readonly failed?: (second: number) => number;
}

interface Seen {
  readonly verdict: Promise<Verdict>;
  /** Seconds at which was looked. */
  readonly looks: number[];
  readonly lines: string[];
}

/** Looked at for two minutes, every 30 seconds. */
function watched({ routing = () => BOTH, failed = () => 0 }: World): Seen {
  let second = 0;
  const looks: number[] = [];
  const lines: string[] = [];
  const counts = (): ReadonlyMap<number, VersionCounts> =>
    new Map([[8, { calls: 10, failed: failed(second), invocations: 10, crashed: 0 }]]);
  const outside: Outside = {
    routing: async () => {
      looks.push(second);
      return routing(second);
    },
    counts: async () => counts(),
    wait: async (ms) => (second += ms / 1_000),
    now: () => second * 1_000,
    say: (line) => lines.push(line),
  };
  const verdict = watch(
    { stack: "dev", live: 7, next: 8, since: SINCE, minutes: 2, secondsBetween: 30 },
    outside,
  );
  return { verdict, looks, lines };
}

function lost(): never {
  throw new UserError("AWS: no network");
}

describe("watching a new version", () => {
  it("goes forward at the end of its time, right after a look", async () => {
    const { verdict, looks } = watched({});

    expect(await verdict).to.deep.equal({ kind: "forward" });
    expect(looks).to.deep.equal([30, 60, 90, 120]);
  });

  it("goes back at the first look that finds it worse", async () => {
    const { verdict, looks } = watched({ failed: (second) => (second >= 60 ? 5 : 0) });

    expect(await verdict).to.have.property("kind", "back");
    expect(looks).to.deep.equal([30, 60]);
  });

  it("ends where somebody else has moved the alias", async () => {
    const { verdict } = watched({ routing: (second) => (second < 60 ? BOTH : { version: 6 }) });

    expect(await verdict).to.deep.equal({ kind: "moved", routing: { version: 6 } });
  });

  it("says that it could not look, and tries again", async () => {
    const { verdict, lines } = watched({ routing: (second) => (second === 60 ? lost() : BOTH) });

    expect(await verdict).to.deep.equal({ kind: "forward" });
    expect(lines).to.include("could not look: AWS: no network");
  });

  it("does not go forward blindly: it waits for a look after its time", async () => {
    const { verdict, looks } = watched({
      routing: (second) => (second >= 90 && second < 240 ? lost() : BOTH),
    });

    expect(await verdict).to.deep.equal({ kind: "forward" });
    expect(looks.at(-1)).to.equal(240);
  });

  it("gives up after ten minutes without a look, leaves all as it is, and says how to go on", async () => {
    const { verdict, looks } = watched({ routing: (second) => (second >= 60 ? lost() : BOTH) });

    const error = await verdict.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(UserError);
    expect((error as UserError).message).to.include("Go back: npm run rollout -- --abort");
    expect(looks.at(-1)).to.be.within(630, 670);
  });
});
