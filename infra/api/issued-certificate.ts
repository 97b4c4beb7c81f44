/**
 * A certificate of this region that ACM issues when it has found a record of ours in the domain's zone.
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { inZone, type ZoneName } from "./hosted-zone";

/** Returns its ARN, which is known when it has been issued. */
export function issuedCertificate(
  name: string,
  { domainName, hostedZoneId }: ZoneName,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
  const certificate = new aws.acm.Certificate(
    `${name}-certificate`,
    { domainName, validationMethod: "DNS" },
    opts,
  );
  const [recordName, recordValue] = validationRecord(certificate);
  const record = new aws.route53.Record(
    `${name}-certificate`,
    {
      zoneId: hostedZoneId,
      name: recordName,
      type: "CNAME",
      records: [recordValue],
      ttl: 300,
      // The same for each certificate that this account asks for: another stack may have left it.
      allowOverwrite: true,
    },
    opts,
  );
  const validation = new aws.acm.CertificateValidation(
    `${name}-certificate`,
    {
      certificateArn: certificate.arn,
      validationRecordFqdns: [inZone(record, recordName, hostedZoneId)],
    },
    { ...opts, customTimeouts: { create: "45m" } },
  );
  return validation.certificateArn;
}

type ValidationOptions = pulumi.Unwrap<aws.acm.Certificate["domainValidationOptions"]>;

/** Name and value: one, as the certificate has one domain. Empty in a local run, which has no ACM. */
function validationRecord(
  certificate: aws.acm.Certificate,
): [name: pulumi.Output<string>, value: pulumi.Output<string>] {
  const first = certificate.domainValidationOptions.apply(
    (options: ValidationOptions | undefined) => options?.[0],
  );
  return [
    first.apply((option) => option?.resourceRecordName ?? ""),
    first.apply((option) => option?.resourceRecordValue ?? ""),
  ];
}
