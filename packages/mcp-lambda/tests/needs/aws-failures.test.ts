/** What a service of AWS refuses, in words that help, whatever it answers; and where it is reached. */
import { expect } from "chai";
import { AwsFailure } from "../../aws/aws-json";
import { marshall } from "../../aws/attribute-values";
import { dynamoDb, dynamoDbIf } from "../../aws/dynamo-db";
import { endpointOf } from "../../aws/endpoint";
import { invokeAsync } from "../../aws/invoke-async";
import { elementOf, s3, s3Link } from "../../aws/s3";
import { closedAfter } from "../../../../tests/support/closed-after";
import { type FakeService, startFakeService } from "./fake-service";
import { setVariables } from "./support";

async function failureOf(work: Promise<unknown>): Promise<AwsFailure> {
  return work.then(
    () => expect.fail("it did not fail"),
    (error: unknown) => error as AwsFailure,
  );
}

describe("what AWS refuses", () => {
  const keep = closedAfter();
  let aws: FakeService;
  before(async () => {
    aws = keep(await startFakeService("AWS_ENDPOINT_URL"), (it) => it.stop());
  });
  const refuse = (status: number, body: string): void => {
    aws.reply({ status, body });
  };

  it("is a condition that does not hold by its name alone, and thrown by any other", async () => {
    refuse(400, '{"__type":"com.amazonaws#ConditionalCheckFailedException"}');
    expect(await dynamoDbIf("PutItem", {})).to.equal(false);

    refuse(400, '{"__type":"com.amazonaws#AccessDeniedException","message":"not yours"}');
    const { message } = await failureOf(dynamoDbIf("PutItem", {}));

    expect(message).to.equal("AccessDeniedException: not yours");
  });

  for (const [what, body] of [
    ["no JSON", "<html>"],
    ["JSON without a type", "{}"],
  ] as const) {
    it(`is named by the operation and the status where the body is ${what}`, async () => {
      refuse(400, body);

      const { code, message } = await failureOf(dynamoDb("GetItem", {}));

      expect(code).to.equal("UnknownError");
      expect(message).to.equal("UnknownError: dynamodb answered GetItem with status 400");
    });
  }

  it("is told with 300 characters of Lambda's answer", async () => {
    refuse(400, "x".repeat(1_000));

    const { message } = await failureOf(invokeAsync("arn", {}));

    expect(message).to.equal(`Lambda answered with 400: ${"x".repeat(300)}`);
  });

  for (const [status, code] of [
    [404, "NoSuchKey"],
    [403, "UnknownError"],
  ] as const) {
    it(`is ${code} of an object where S3 says ${status} and nothing else`, async () => {
      refuse(status, "");

      const failure = await failureOf(s3({ bucket: "files", method: "GET", key: "a" }));

      expect(failure.code).to.equal(code);
      expect(failure.message).to.equal(`${code}: s3 answered with status ${status}`);
    });
  }
});

describe("a text of S3's XML", () => {
  const texts = [
    ["&amp;&lt;&gt;&quot;&apos;", "&<>\"'"],
    ["&#65;&#x42;", "AB"],
    ["&nbsp;", "&nbsp;"],
    ["&#x110000;", "&#x110000;"],
  ] as const;
  for (const [written, read] of texts) {
    it(`is ${read} where it is written ${written}`, () => {
      expect(elementOf(`<Message>${written}</Message>`, "Message")).to.equal(read);
    });
  }
});

describe("the region of a request", () => {
  const none = { AWS_REGION: "", AWS_ENDPOINT_URL: "", AWS_ENDPOINT_URL_S3: "" };
  const keys = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "key-of-the-test" };
  let restore: () => void;
  beforeEach(() => {
    restore = setVariables({ ...none, ...keys });
    for (const name of Object.keys(none)) Reflect.deleteProperty(process.env, name);
  });
  afterEach(() => {
    restore();
  });
  const link = (): URL =>
    new URL(s3Link({ bucket: "files", key: "a", method: "GET", seconds: 60 }));
  const regionOf = (url: URL): string | undefined =>
    url.searchParams.get("X-Amz-Credential")?.split("/")[2];

  it("is the variable's", () => {
    process.env["AWS_REGION"] = "eu-west-1";

    expect(endpointOf("ssm").href).to.equal("https://ssm.eu-west-1.amazonaws.com/");
    expect(link().host).to.equal("files.s3.eu-west-1.amazonaws.com");
    expect(regionOf(link())).to.equal("eu-west-1");
  });

  it("is us-east-1 where there is no variable", () => {
    expect(endpointOf("ssm").href).to.equal("https://ssm.us-east-1.amazonaws.com/");
    expect(regionOf(link())).to.equal("us-east-1");
  });
});

describe("what a table is given", () => {
  it("is refused by its name when JSON does not have it", () => {
    expect(() => marshall({ at: () => 1 })).to.throw(
      '"at" is a function, which JSON does not have',
    );
    expect(() => marshall({ at: [Symbol("a")] })).to.throw(
      '"at[0]" is a symbol, which JSON does not have',
    );
    expect(() => marshall({ at: Infinity })).to.throw('"at" is Infinity, which JSON');
  });
});
