/**
 * `npm run deployer-policy`: the IAM policy of whoever deploys. With --account it prints what the
 * program needs as it stands, your own resources included; without, it writes the examples in infra/
 * anew, which have a statement for every setting. What is longer than IAM takes is several policies.
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
import { knownGrantsFor, unknownTypes } from "./deployer-grants";
import { compactPolicy, partOf, partsOf } from "./deployer-parts";
import {
  declaredResources,
  placeOf,
  productStatements,
  SETTINGS_WITH_PERMISSIONS,
} from "./deployer-settings";
import { scriptGrants } from "./script-grants";
import { bound, type Statement, statementsOf } from "./deployer-statements";

const USAGE = `npm run --silent deployer-policy -- [--account ID] [--stack NAME] [--part NUMBER]

  --account  the account to deploy into, 12 digits: prints the policy for it
  --stack    stack whose settings count; default ${DEFAULT_STACK}
  --part     of a policy that is too long for one: 1, 2 ...; each is a policy of its own
`;

const BOUNDARY = SETTINGS_WITH_PERMISSIONS["permissionsBoundaryArn"]?.["permissionsBoundaryArn"];

/** The files in infra/ and their contents: a deployer as such, and one that a boundary binds. */
export async function examplePolicies(): Promise<Readonly<Record<string, string>>> {
  const statements = await productStatements();
  const written: Record<string, string> = {};
  for (const [name, all] of [
    ["deployer-policy", statements],
    ["deployer-policy.bound", bound(statements, BOUNDARY ?? "")],
  ] as const) {
    for (const [index, part] of partsOf(all).entries()) {
      written[`${name}${index === 0 ? "" : `.${index + 1}`}.json`] = await policyText(part);
    }
  }
  return written;
}

async function policyText(statements: readonly Statement[]): Promise<string> {
  const file = path.join(PROJECT_ROOT, "infra", "deployer-policy.json");
  return format(compactPolicy(statements), { ...(await resolveConfig(file)), parser: "json" });
}

interface Asked {
  readonly account: string;
  readonly stack: string;
  readonly part: string | undefined;
}

async function print({ account, stack, part }: Asked): Promise<void> {
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
  const place = placeOf(settings, account);
  const statements = [
    ...statementsOf("base", knownGrantsFor(resources, place)),
    ...statementsOf("versions", scriptGrants(place)),
  ];
  const boundary = settings.config[`${settings.project}:permissionsBoundaryArn`];
  const all = boundary === undefined ? statements : bound(statements, boundary);
  process.stdout.write(await policyText(partOf(all, part)));
}

async function run(): Promise<void> {
  const text = { type: "string" } as const;
  const options = { account: text, stack: text, part: text };
  const args = readArguments(process.argv.slice(2), options, USAGE);
  const account = args.text("account");
  if (account !== undefined) {
    await print({ account, stack: args.text("stack") ?? DEFAULT_STACK, part: args.text("part") });
    return;
  }
  for (const option of ["stack", "part"] as const) {
    if (args.text(option) === undefined) continue;
    throw new UserError(`--${option} needs --account, the account to deploy into.\n\n${USAGE}`);
  }
  for (const [name, contents] of Object.entries(await examplePolicies())) {
    fs.writeFileSync(path.join(PROJECT_ROOT, "infra", name), contents);
    process.stdout.write(`wrote infra/${name}\n`);
  }
}

if (require.main === module) runCommand(run);
