/** Has a person approve a deployment, and keeps who did: a pipeline reads the table and goes on. */
import { randomUUID } from "node:crypto";
import {
  type AnyTool,
  type Asking,
  type Caller,
  defineTool,
  failure,
  structured,
  table,
} from "mcp-lambda";
import { z } from "zod";

const APPROVAL = z.object({
  /** Service and environment: "orders production". */
  target: z.string(),
  version: z.string(),
  id: z.string(),
  approvedBy: z.string(),
  approvedAt: z.string(),
  change: z.string().optional(),
});

/** What a person types. Forms have no patterns: what they cannot say is a refine, and asked again. */
const CHANGE = z.object({
  change: z
    .string()
    .max(12)
    .refine(
      (text) => /^CHG-\d{3,8}$/.test(text),
      "a change is CHG- and digits, for example CHG-1234",
    )
    .describe("Number of the change that was agreed to, for example CHG-1234"),
});

export function approveDeploy(): AnyTool {
  return defineTool({
    name: "approve-deploy",
    title: "Approve a deployment",
    description:
      "Asks the user to approve that a version of a service is deployed, and records the approval for the pipeline. Production also takes the number of a change, which the user types. An approval cannot be taken back here.",
    inputSchema: z.object({
      service: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,39}$/)
        .describe("Lower-case letters, digits and hyphens, for example: orders"),
      version: z
        .string()
        .regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/)
        .describe("For example: 2.7.1"),
      environment: z.enum(["staging", "production"]),
    }),
    outputSchema: APPROVAL,
    needs: {
      approvals: table({ item: APPROVAL, key: "target", sort: "version", may: ["get", "put"] }),
    },
    asks: true,
    annotations: {
      readOnlyHint: false,
      destructiveHint: true,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async ({ service, version, environment }, { approvals, caller, confirm, ask, once }) => {
      const target = `${service} ${environment}`;
      const earlier = await approvals.get({ target, version });
      if (earlier !== undefined) return structured(earlier);
      const isProduction = environment === "production";
      const details = isProduction ? await askForChange(ask, `${service} ${version}`) : {};
      if (details === undefined) return failure("Not approved: production takes a change.");
      if (!(await confirm(`Deploy ${service} ${version} to ${environment}?`))) {
        return failure("Not approved: the user said no. Nothing was recorded.");
      }
      // Under once: a second try of this call finds the same approval.
      const approval = await once("approve", async () => {
        const who = { approvedBy: nameOf(caller), approvedAt: new Date().toISOString() };
        const item = { target, version, id: randomUUID(), ...who, ...details };
        return (await approvals.put(item, { ifNew: true })) ? item : undefined;
      });
      // Somebody else was quicker: theirs counts.
      const kept = approval ?? (await approvals.get({ target, version }));
      return kept === undefined ? failure("Not recorded: try again.") : structured(kept);
    },
  });
}

function askForChange(
  ask: Asking["ask"],
  what: string,
): Promise<z.output<typeof CHANGE> | undefined> {
  return ask(CHANGE, `Under which change is ${what} deployed to production?`);
}

/** As the record names who approved. With `auth: none` nobody is known. */
function nameOf(caller: Caller): string {
  switch (caller.kind) {
    case "anonymous":
      return "anonymous";
    case "iam":
      return caller.arn;
    case "apiKey":
      return caller.name;
    case "jwt":
      return `${caller.subject} of ${caller.issuer}`;
  }
}
