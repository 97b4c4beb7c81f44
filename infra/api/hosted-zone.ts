/** Names in a hosted zone of Route 53, and whether a record has been made under the name that was meant. */
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface ZoneName {
  readonly domainName: string;
  /** Of the zone that the name is in. */
  readonly hostedZoneId: string;
}

/**
 * The record's full name. In a zone of another domain the provider appends that domain to it, and ACM
 * would look for the record in vain.
 */
export function inZone(
  record: aws.route53.Record,
  wanted: pulumi.Input<string>,
  hostedZoneId: string,
): pulumi.Output<string> {
  return pulumi.all([record.fqdn, wanted]).apply(([made, name]) => {
    const full = withoutDot(name);
    if ((made as string | undefined) === undefined || withoutDot(made) === full) return full;
    throw new pulumi.RunError(
      `hostedZoneId ${hostedZoneId} is not the zone of ${full}: the record was made as ${made}. Name the zone that the domain is in: pulumi config set hostedZoneId ZONE`,
    );
  });
}

/** ACM writes names with the dot of the root, and the provider takes it off. */
function withoutDot(name: string): string {
  return name.replace(/\.$/, "");
}
