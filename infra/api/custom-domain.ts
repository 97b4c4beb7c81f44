/**
 * A host name for the API, with a certificate of this region: https://<domainName>/mcp.
 *
 * Made in this order: certificate -> record that proves the domain is yours -> wait until ACM has seen
 * it (2 to 10 minutes as a rule, 30 at most if the zone is the one that the internet asks) -> domain
 * -> mapping to the stage -> alias records. Removed in the opposite order; API Gateway may hold on to a
 * certificate for 15 minutes, during which the provider tries again.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-regional-api-custom-domain-create.html
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { inZone, type ZoneName } from "./hosted-zone";
import { issuedCertificate } from "./issued-certificate";

export interface CustomDomainArgs {
  /** Host name in lower case. */
  readonly domainName: string;
  /** Of a certificate in the API's region; without one it is made, for which hostedZoneId is needed. */
  readonly certificateArn?: string | undefined;
  /** Public zone of Route 53 that the name is in; without one its owner makes a CNAME. */
  readonly hostedZoneId?: string | undefined;
  /** Addresses that the name resolves to; default "dualstack": IPv4 and IPv6. */
  readonly ipAddressType?: "ipv4" | "dualstack" | undefined;
  readonly restApiId: pulumi.Input<string>;
  /** The stage's own output, so that the mapping is removed before the stage. */
  readonly stageName: pulumi.Input<string>;
}

export interface CustomDomain {
  /** Host name that a CNAME record of the domain names; alias records are made with hostedZoneId. */
  readonly target: pulumi.Output<string>;
}

/** @throws pulumi.RunError without a certificate and a zone, and in the deployment for a foreign zone. */
export function createCustomDomain(
  name: string,
  args: CustomDomainArgs,
  opts: pulumi.CustomResourceOptions,
): CustomDomain {
  const { domainName, hostedZoneId, ipAddressType = "dualstack" } = args;
  const domain = new aws.apigateway.DomainName(
    `${name}-domain`,
    {
      domainName,
      regionalCertificateArn: certificateOf(name, args, opts),
      // TLS 1.2 and 1.3. The policies named SecurityPolicy_... ask for an endpoint access mode too.
      securityPolicy: "TLS_1_2",
      endpointConfiguration: { types: "REGIONAL", ipAddressType },
    },
    opts,
  );
  new aws.apigateway.BasePathMapping(
    `${name}-domain`,
    { domainName: domain.domainName, restApi: args.restApiId, stageName: args.stageName },
    opts,
  );
  const target = domain.regionalDomainName;
  if (hostedZoneId === undefined) return { target };
  const types = ipAddressType === "ipv4" ? ["A"] : ["A", "AAAA"];
  const made = types.map((type) =>
    aliasRecord(name, { domainName, hostedZoneId, domain, type }, opts),
  );
  // It is known when the records are right.
  return { target: pulumi.all([target, pulumi.all(made)]).apply(([known]) => known) };
}

function certificateOf(
  name: string,
  { domainName, certificateArn, hostedZoneId }: CustomDomainArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Input<string> {
  if (certificateArn !== undefined) return certificateArn;
  if (hostedZoneId === undefined) {
    throw new pulumi.RunError(
      `domainName ${domainName} needs a certificate. Name one of the API's region: pulumi config set certificateArn ARN, or the zone of Route 53 in which to make one: pulumi config set hostedZoneId ZONE`,
    );
  }
  return issuedCertificate(name, { domainName, hostedZoneId }, opts);
}

function aliasRecord(
  name: string,
  {
    domainName,
    hostedZoneId,
    domain,
    type,
  }: ZoneName & { readonly domain: aws.apigateway.DomainName; readonly type: string },
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  // A record that is there already is somebody's: it is not overwritten.
  const record = new aws.route53.Record(
    `${name}-domain-${type.toLowerCase()}`,
    {
      zoneId: hostedZoneId,
      name: domainName,
      type,
      aliases: [
        {
          name: domain.regionalDomainName,
          zoneId: domain.regionalZoneId,
          evaluateTargetHealth: false,
        },
      ],
    },
    opts,
  );
  return inZone(record, domainName, hostedZoneId);
}
