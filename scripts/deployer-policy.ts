/**
 * `npm run deployer-policy`: the IAM policy of whoever deploys. With --account it prints what the
 * program needs as it stands, your own resources included; without, it writes the two examples in
 * infra/ anew, which have a statement for every setting.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import {
  DEFAULT_STACK,
  PROJECT_ROOT,
  readArguments,
  readStackSettings,
  runCommand,
  UserError,
} from "pulumi-local";
import {
  declaredResources,
  productStatements,
  placeOf,
  SETTINGS_WITH_PERMISSIONS,
} from "./deployer-settings";
import {
  bound,
  knownGrantsFor,
  type Statement,
  statementsOf,
  unknownTypes,
} from "./deployer-statements";

const USAGE = `npm run --silent deployer-policy -- [--account ID] [--stack NAME]

  --account  the account to deploy into, 12 digits: prints the policy for it
  --stack    stack whose settings count; default ${DEFAULT_STACK}
`;

/** IAM's limit for a managed policy, without whitespace. */
const MAX_CHARACTERS = 6_144;

const BOUNDARY = SETTINGS_WITH_PERMISSIONS["permissionsBoundaryArn"]?.["permissionsBoundaryArn"];

/** The files in infra/ and their contents: a deployer as such, and one that a boundary binds. */
export async function examplePolicies(): Promise<Readonly<Record<string, string>>> {
  const statements = await productStatements();
  return {
    "deployer-policy.json": await policyText(statements),
    "deployer-policy.bound.json": await policyText(bound(statements, BOUNDARY ?? "")),
  };
}

async function policyText(Statement: readonly Statement[]): Promise<string> {
  const policy = JSON.stringify({ Version: "2012-10-17", Statement });
  if (policy.length > MAX_CHARACTERS) {
    throw new UserError(
      `The policy has ${policy.length} characters, and IAM takes ${MAX_CHARACTERS}. Split it into two.`,
    );
  }
  const file = path.join(PROJECT_ROOT, "infra", "deployer-policy.json");
  return format(policy, { ...(await resolveConfig(file)), parser: "json" });
}

async function print(account: string, stack: string): Promise<void> {
  if (!/^\d{12}$/.test(account)) {
    throw new UserError(`--account is "${account}" but must be the 12 digits of an AWS account.`);
  }
  const settings = readStackSettings(PROJECT_ROOT, stack);
  const resources = await declaredResources(settings);
  const unknown = unknownTypes(resources);
  if (unknown.length > 0) {
    process.stderr.write(
      `warning: what the provider calls for ${unknown.join(", ")} is not known, so the policy lacks it: add these permissions yourself, or the types to scripts/provider-calls.ts.\n`,
    );
  }
  const statements = statementsOf("base", knownGrantsFor(resources, placeOf(settings, account)));
  const boundary = settings.config[`${settings.project}:permissionsBoundaryArn`];
  process.stdout.write(
    await policyText(boundary === undefined ? statements : bound(statements, boundary)),
  );
}

async function run(): Promise<void> {
  const text = { type: "string" } as const;
  const args = readArguments(process.argv.slice(2), { account: text, stack: text }, USAGE);
  const [unexpected] = args.rest;
  if (unexpected !== undefined) {
    throw new UserError(`"${unexpected}" is not an option.\n\n${USAGE}`);
  }
  const [account, stack] = [args.text("account"), args.text("stack")];
  if (account !== undefined) {
    await print(account, stack ?? DEFAULT_STACK);
    return;
  }
  if (stack !== undefined) {
    throw new UserError(`--stack needs --account, the account to deploy into.\n\n${USAGE}`);
  }
  for (const [name, contents] of Object.entries(await examplePolicies())) {
    fs.writeFileSync(path.join(PROJECT_ROOT, "infra", name), contents);
    process.stdout.write(`wrote infra/${name}\n`);
  }
}

if (require.main === module) runCommand(run);
