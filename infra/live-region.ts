/**
 * Refuses to move a stack that is deployed to another region. The provider would make everything
 * anew there: another URL, no logs. And it would stop halfway, since the role's name and the
 * dashboard's are one per account.
 */
import * as pulumi from "@pulumi/pulumi";

/**
 * Looks into the outputs of the stack's last deployment; in the first one there are none.
 *
 * @throws pulumi.RunError that says how to go back, and how to get to the other region.
 */
export async function refuseOtherRegion(region: string): Promise<void> {
  const liveRegion = regionOf(await ownOutputs());
  if (liveRegion === undefined || liveRegion === region) return;
  throw new pulumi.RunError(
    `aws:region is "${region}", but this stack is deployed in ${liveRegion}: everything would be made anew under another URL, the logs would be lost, and it would stop halfway, since the names of role and dashboard are one per account (unless regionInNames is set). Set it back: pulumi config set aws:region ${liveRegion}. For ${region} make another stack (pulumi stack init NAME), or remove this one first (npm run destroy -- --stack ${pulumi.getStack()})`,
  );
}

/** Empty where there is no engine to ask, or where it may not read them. */
async function ownOutputs(): Promise<Readonly<Record<string, unknown>>> {
  try {
    const name = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
    // What a StackReference is made of, without a resource: the engine's own function.
    const reply: unknown = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
    return (reply as { readonly outputs?: Readonly<Record<string, unknown>> }).outputs ?? {};
  } catch {
    return {};
  }
}

function regionOf({ functionArn }: Readonly<Record<string, unknown>>): string | undefined {
  return typeof functionArn === "string" ? functionArn.split(":")[3] : undefined;
}
