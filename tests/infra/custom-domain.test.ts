/** A host name for the API: what is made of it, in which order. Does not prove that ACM issues. */
import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { createCustomDomain, type CustomDomainArgs } from "../../infra/api/custom-domain";
import { known, MockedResources } from "../support/mocked-resources";

const DOMAIN = "aws:apigateway/domainName:DomainName";
const MAPPING = "aws:apigateway/basePathMapping:BasePathMapping";
const CERTIFICATE = "aws:acm/certificate:Certificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";
const RECORD = "aws:route53/record:Record";

const NAME = "mcp.example.com";
const TARGET = "d-abcdef1234.execute-api.eu-west-1.amazonaws.com";
const OWN = "arn:aws:acm:eu-west-1:123456789012:certificate/own";
const GIVEN = "arn:aws:acm:eu-west-1:123456789012:certificate/given";
const ZONE = "Z0123456789ABCDEFGHIJ";

const CLOUD = {
  [DOMAIN]: { regionalDomainName: TARGET, regionalZoneId: "ZREGION" },
  [CERTIFICATE]: {
    arn: OWN,
    domainValidationOptions: [
      {
        domainName: NAME,
        resourceRecordName: `_x1.${NAME}.`,
        resourceRecordType: "CNAME",
        resourceRecordValue: "_y2.acm-validations.aws.",
      },
    ],
  },
};

const ALIAS = { name: TARGET, zoneId: "ZREGION", evaluateTargetHealth: false };

type Given = Pick<CustomDomainArgs, "certificateArn" | "hostedZoneId" | "ipAddressType">;

describe("createCustomDomain", () => {
  let mocked: MockedResources;

  async function target(given: Given, cloud: typeof CLOUD | object = CLOUD): Promise<string> {
    mocked = new MockedResources(cloud as typeof CLOUD);
    await mocked.start();
    const stage = { restApiId: "abcdef1234", stageName: pulumi.output("dev") };
    const made = createCustomDomain(
      "mcp-api",
      { domainName: NAME, ...stage, ...given },
      mocked.opts,
    );
    return known(made.target);
  }

  it("maps the root of the name to the stage, with TLS 1.2 and the certificate that is given", async () => {
    const found = await target({ certificateArn: GIVEN });

    expect(found).to.equal(TARGET);
    expect(await mocked.all()).to.deep.equal({
      [`${DOMAIN} mcp-api-domain`]: {
        domainName: NAME,
        regionalCertificateArn: GIVEN,
        securityPolicy: "TLS_1_2",
        endpointConfiguration: { types: "REGIONAL", ipAddressType: "dualstack" },
      },
      [`${MAPPING} mcp-api-domain`]: {
        domainName: NAME,
        restApi: "abcdef1234",
        stageName: "dev",
      },
    });
  });

  it("makes alias records of both kinds in a zone, and overwrites none", async () => {
    await target({ certificateArn: GIVEN, hostedZoneId: ZONE });

    const own = { zoneId: ZONE, name: NAME, aliases: [ALIAS] };
    expect(await mocked.inputsOf(RECORD)).to.deep.equal({
      "mcp-api-domain-a": { ...own, type: "A" },
      "mcp-api-domain-aaaa": { ...own, type: "AAAA" },
    });
    expect(await mocked.inputsOf(CERTIFICATE)).to.deep.equal({});
  });

  it("resolves to IPv4 alone where that is asked for", async () => {
    await target({ certificateArn: GIVEN, hostedZoneId: ZONE, ipAddressType: "ipv4" });

    expect(Object.keys(await mocked.inputsOf(RECORD))).to.deep.equal(["mcp-api-domain-a"]);
    const { "mcp-api-domain": domain } = await mocked.inputsOf(DOMAIN);
    expect(domain?.["endpointConfiguration"]).to.deep.equal({
      types: "REGIONAL",
      ipAddressType: "ipv4",
    });
  });

  it("makes a certificate in the zone, and the domain when it has been issued", async () => {
    await target({ hostedZoneId: ZONE });

    expect(await mocked.inputsOf(CERTIFICATE)).to.deep.equal({
      "mcp-api-certificate": { domainName: NAME, validationMethod: "DNS" },
    });
    const { "mcp-api-certificate": record } = await mocked.inputsOf(RECORD);
    expect(record).to.deep.equal({
      zoneId: ZONE,
      name: `_x1.${NAME}.`,
      type: "CNAME",
      records: ["_y2.acm-validations.aws."],
      ttl: 300,
      allowOverwrite: true,
    });
    expect(await mocked.inputsOf(VALIDATION)).to.deep.equal({
      "mcp-api-certificate": { certificateArn: OWN, validationRecordFqdns: [`_x1.${NAME}`] },
    });
    const { "mcp-api-domain": domain } = await mocked.inputsOf(DOMAIN);
    expect(domain?.["regionalCertificateArn"]).to.equal(OWN);
    const order = Object.keys(await mocked.all()).map((key) => key.split(" ")[0]);
    expect(order.slice(0, 4)).to.deep.equal([CERTIFICATE, RECORD, VALIDATION, DOMAIN]);
  });

  it("is declared in a local run, which knows no validation record", async () => {
    await target({ hostedZoneId: ZONE }, {});

    const { "mcp-api-certificate": record } = await mocked.inputsOf(RECORD);
    expect(record).to.deep.include({ name: "", records: [""] });
  });

  it("takes a record's name with the dot of the root for the same", async () => {
    const cloud = { ...CLOUD, [RECORD]: { fqdn: `${NAME}.` } };

    expect(await target({ certificateArn: GIVEN, hostedZoneId: ZONE }, cloud)).to.equal(TARGET);
  });

  it("fails in the deployment for a zone of another domain, and says what is wrong", async () => {
    const cloud = { ...CLOUD, [RECORD]: { fqdn: `${NAME}.example.org` } };

    const failure: unknown = await target(
      { certificateArn: GIVEN, hostedZoneId: ZONE },
      cloud,
    ).catch((error: unknown) => error);

    expect(failure).to.be.instanceOf(pulumi.RunError);
    expect((failure as Error).message).to.equal(
      `hostedZoneId ${ZONE} is not the zone of ${NAME}: the record was made as ${NAME}.example.org. Name the zone that the domain is in: pulumi config set hostedZoneId ZONE`,
    );
  });

  it("needs a certificate, or a zone to make one in", async () => {
    const failure: unknown = await target({}).catch((error: unknown) => error);

    expect(failure).to.be.instanceOf(pulumi.RunError);
    expect((failure as Error).message)
      .to.include("pulumi config set certificateArn ARN")
      .and.include("pulumi config set hostedZoneId ZONE");
  });
});
