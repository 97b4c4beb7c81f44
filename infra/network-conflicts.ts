/** Settings of where the server is reached, from where, and where it is, that do not go together. */
import { whyTooManyCidrs } from "./api/resource-policy";
import type { Settings } from "./settings";
import type { SettingsReader } from "./settings-reader";

/** Collects them in the reader. */
export function checkNetwork(settings: Settings, reader: SettingsReader): void {
  checkAddresses(settings, reader);
  checkDomain(settings, reader);
  checkVpc(settings, reader);
}

function checkAddresses(
  { shared, authorization: { auth } }: Settings,
  reader: SettingsReader,
): void {
  const { allowedCidrs: cidrs, stage } = shared;
  const reason = whyTooManyCidrs({ cidrs, auth, stage });
  if (reason === undefined) return;
  const key = `${reader.project}:allowedCidrs`;
  reader.report(`${key} ${reason}. Set it: pulumi config set ${key} 203.0.113.0/24`);
}

function checkDomain({ authorization, api }: Settings, reader: SettingsReader): void {
  const { domainName, publicUrl } = authorization;
  const { certificateArn, hostedZoneId } = api;
  if (domainName === undefined) {
    const reason = "it is for that name";
    for (const key of ["certificateArn", "hostedZoneId"] as const) {
      if (api[key] === undefined) continue;
      reader.missing(key, "domainName", { reason, example: "mcp.example.com" });
    }
    return;
  }
  if (publicUrl !== undefined) {
    reader.conflict("domainName", "publicUrl", "the URL of a server with a domain is known");
  }
  if (certificateArn === undefined && hostedZoneId === undefined) {
    const reason =
      "a certificate is made and validated in that zone; with certificateArn you bring your own";
    reader.missing("domainName", "hostedZoneId", { reason, example: "Z0123456789EXAMPLE" });
  }
  const region = certificateArn?.split(":")[3];
  if (region !== undefined && reader.region !== undefined && region !== reader.region) {
    const reason = `the certificate is in ${region}, and a regional API takes those of its own region`;
    reader.conflict("aws:region", "certificateArn", reason);
  }
}

function checkVpc(
  { function: { subnetIds, securityGroupIds } }: Settings,
  reader: SettingsReader,
): void {
  const reason = "Lambda takes both or none";
  if (subnetIds.length > 0 && securityGroupIds.length === 0) {
    reader.missing("subnetIds", "securityGroupIds", { reason, example: "sg-0123456789abcdef0" });
  }
  if (securityGroupIds.length > 0 && subnetIds.length === 0) {
    reader.missing("securityGroupIds", "subnetIds", {
      reason,
      example: "subnet-0123456789abcdef0",
    });
  }
}
