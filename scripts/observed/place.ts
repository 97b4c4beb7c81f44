/** What a command looks at: a deployed stack, or `npm start` on this machine. */
import { type Arguments, DEFAULT_PORT, isObject, type ServedHere, UserError } from "pulumi-local";
import type { StackOutputs } from "../pulumi/next-steps";
import { type OutputOptions, readOutputs, stackOptions } from "../pulumi/stack-outputs";
import { settingsOf } from "../versions/deployed-stack";
import type { AwsAccess } from "./aws-access";

export const PLACE_OPTIONS = {
  stack: { type: "string" },
  local: { type: "boolean" },
  port: { type: "string" },
} as const;

export const PLACE_USAGE = `  --stack NAME   a deployed stack; default: the selected one
  --local        npm start on this machine
    --port       where it does not listen on ${DEFAULT_PORT}
`;

export type Place = LocalPlace | StackPlace;

export interface LocalPlace extends ServedHere {
  readonly kind: "local";
  /** http://127.0.0.1:3000 */
  readonly origin: string;
}

export interface StackPlace extends AwsAccess {
  readonly kind: "stack";
  /** The first must be there; functions beside it (tasks, authorizer) may be none. */
  readonly logGroups: readonly string[];
}

/** @throws UserError when nothing is there. */
export async function findPlace(args: Arguments): Promise<Place> {
  const port = args.wholeNumber("port", 1, 65_535);
  if (!args.flag("local") && port === undefined) return stackPlace(args.text("stack"));
  if (args.text("stack") !== undefined) {
    throw new UserError("Give --stack for a deployed stack or --local for npm start, not both.");
  }
  return localPlace(`http://127.0.0.1:${port ?? DEFAULT_PORT}`);
}

/** @throws UserError when it is not `npm start` that listens there. */
export async function localPlace(origin: string): Promise<LocalPlace> {
  const served = await askLocal(origin, "/~/server");
  if (isObject(served) && typeof served["endpoint"] === "string") {
    return { ...(served as unknown as ServedHere), kind: "local", origin };
  }
  throw new UserError(`${origin} is not npm start of this version.`);
}

/** @throws UserError when nothing listens. */
export async function askLocal(origin: string, path: string): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(new URL(path, origin));
  } catch {
    throw new UserError(`Nothing answers at ${origin}. Start the server first: npm start`);
  }
  if (response.ok) return response.json().catch(() => undefined);
  return undefined;
}

function stackPlace(stack: string | undefined): StackPlace {
  return stackPlaceOf(readOutputs({ stack }), { stack });
}

/**
 * @param options that have chosen the stack of these outputs.
 * @throws UserError when the outputs are not those of this program.
 */
export function stackPlaceOf(
  { functionArn = "", logGroupName }: StackOutputs,
  options: OutputOptions,
): StackPlace {
  const [, , , region = ""] = functionArn.split(":");
  if (logGroupName === undefined || region === "") {
    throw new UserError("The stack has no logGroupName: deploy it again, npm run up.");
  }
  const { "aws:profile": profile } = settingsOf(stackOptions(options));
  return { kind: "stack", region, profile, logGroups: groupsOf(logGroupName) };
}

/** infra/function names the others after the one that is called. */
function groupsOf(main: string): readonly string[] {
  return [main, `${main}-tasks`, `${main}-authorizer`];
}
