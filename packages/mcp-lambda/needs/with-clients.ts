/** Gives `run` the clients of what it needs, each made at its first call in an execution environment. */
import { type Needs, needVariable } from "./need";

type Run<Input, Context extends object, Result> = (input: Input, context: Context) => Result;

/** What the context has already under the name of a need stays: tests give clients of their own. */
export function withClients<Input, Context extends object, Result>(
  needs: Needs | undefined,
  run: Run<Input, Context, Result>,
): Run<Input, Context, Result> {
  if (needs === undefined) return run;
  const names = Object.keys(needs);
  const made = new Map<string, unknown>();
  const clientOf = (name: string): unknown => {
    if (!made.has(name)) made.set(name, connect(name, needs));
    return made.get(name);
  };
  return (input, context) => {
    const missing = names.filter((name) => !(name in context));
    const clients = Object.fromEntries(missing.map((name) => [name, clientOf(name)]));
    return run(input, { ...context, ...clients });
  };
}

function connect(name: string, needs: Needs): unknown {
  const variable = needVariable(name);
  const place = process.env[variable];
  if (place === undefined || place === "") {
    throw new Error(`${variable} is not set: in a test, give runTool a client as "${name}"`);
  }
  return needs[name]?.connect(place);
}
