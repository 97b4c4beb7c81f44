/** Outputs that AWS adds to what makes a custom domain: certificate, domain name, DNS records. */
import type { Registration } from "./cloud-outputs";

/** Undefined for resources of another kind. @param arnOf ARN of a service's resource. */
export function domainOutputs(
  { type, name, inputs, region }: Registration,
  arnOf: (service: string, resource: string) => string,
): Record<string, unknown> | undefined {
  const given = (key: string): string => {
    const value = inputs[key];
    return typeof value === "string" ? value : name;
  };
  const domainName = given("domainName");
  switch (type) {
    case "aws:acm/certificate:Certificate": {
      const arn = arnOf("acm", `certificate/${name}`);
      // In place of the DNS record that would prove the domain to ACM.
      const validation = {
        domainName,
        resourceRecordName: `_local.${domainName}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: "_local.acm-validations.aws.",
      };
      return { id: arn, arn, domainName, domainValidationOptions: [validation] };
    }
    case "aws:acm/certificateValidation:CertificateValidation": {
      return { id: `${name}-id`, certificateArn: inputs["certificateArn"] };
    }
    case "aws:apigateway/domainName:DomainName": {
      return {
        id: domainName,
        arn: `arn:aws:apigateway:${region}::/domainnames/${domainName}`,
        regionalDomainName: `d-local.execute-api.${region}.amazonaws.com`,
        regionalZoneId: "ZLOCAL",
      };
    }
    case "aws:route53/record:Record": {
      return { id: `${name}-id`, name: given("name"), fqdn: given("name") };
    }
    default:
      return undefined;
  }
}
