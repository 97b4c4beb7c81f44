/** Where a service of AWS is reached, as the AWS SDKs decide it. */

/** A variable of the environment, as emulators set it, or the service's regional endpoint. */
export function endpointOf(service: string): URL {
  return givenEndpoint(service) ?? new URL(`https://${regionalHost(service)}`);
}

/** What a variable says. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
export function givenEndpoint(service: string): URL | undefined {
  const own = process.env[`AWS_ENDPOINT_URL_${ENDPOINT_NAMES[service] ?? service.toUpperCase()}`];
  const given = own ?? process.env["AWS_ENDPOINT_URL"];
  return given === undefined || given === "" ? undefined : new URL(given);
}

export function regionalHost(service: string): string {
  const region = process.env["AWS_REGION"] ?? "us-east-1";
  return `${service}.${region}.${domainOf(region)}`;
}

const ENDPOINT_NAMES: Readonly<Record<string, string>> = { secretsmanager: "SECRETS_MANAGER" };

/** https://docs.aws.amazon.com/general/latest/gr/rande.html */
function domainOf(region: string): string {
  return region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
}
