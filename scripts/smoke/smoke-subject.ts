/** Runs the checks against a server and prints them, for `npm run smoke` and the end of `npm run up`. */
import { checkAccount } from "./account";
import { Connection } from "./exchange";
import { explain } from "./explain";
import { isWell, type Row, runSmoke } from "./run-smoke";
import type { Subject } from "./subject";
import { rowText, summary } from "./table";
import type { Target } from "./target";

export interface SmokeOptions extends Omit<Target, "connection"> {
  readonly json: boolean;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** @returns whether nothing failed. */
export async function smokeSubject(
  { url, aws, log }: Subject,
  { proof, tool, json }: SmokeOptions,
): Promise<boolean> {
  const started = Date.now() - 60_000;
  const show = (row: Row): void => {
    print(json ? JSON.stringify(row) : rowText(row));
  };
  const connection = new Connection(url);
  try {
    if (!json) print(`${url}\n`);
    const run = await runSmoke(
      { connection, proof, tool },
      {
        onRow: show,
        ...(log && { explain: (id: string) => explain(log, id, { since: started }) }),
        ...(aws && { account: () => checkAccount(aws) }),
      },
    );
    if (!json) print(`\n${summary(run)}`);
    return isWell(run);
  } finally {
    connection.close();
  }
}
