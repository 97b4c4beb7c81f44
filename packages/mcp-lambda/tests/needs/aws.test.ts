import { expect } from "chai";
import { AwsFailure } from "../../aws/aws-json";
import { dynamoDb } from "../../aws/dynamo-db";
import { endpointOf } from "../../aws/endpoint";
import { invokeAsync } from "../../aws/invoke-async";
import { marshall, unmarshall } from "../../aws/attribute-values";
import { secret } from "../../needs/secret";
import { type FakeAws, startFakeAws } from "./fake-aws";
import { setVariables } from "./support";
import { closedAfter } from "../../../../tests/support/closed-after";

const OK = { status: 200, body: { done: true } };
const THROTTLED = {
  status: 400,
  body: { __type: "com.amazonaws.dynamodb.v20120810#ThrottlingException", message: "slow down" },
};
const BUSY = { status: 503, body: {} };

async function failureOf(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => error as Error,
  );
}

describe("a request to AWS", () => {
  const keep = closedAfter();
  let aws: FakeAws;
  before(async () => {
    aws = keep(await startFakeAws(), (it) => it.stop());
  });

  it("is signed for its service and region, with the session's token", async () => {
    aws.reply(OK);

    expect(await dynamoDb("ListTables", { Limit: 1 })).to.deep.equal({ done: true });

    const [{ headers, body } = { headers: {}, body: "" }] = aws.asked();
    expect(body).to.equal('{"Limit":1}');
    expect(headers).to.include({
      "x-amz-target": "DynamoDB_20120810.ListTables",
      "content-type": "application/x-amz-json-1.0",
      "x-amz-security-token": "session-of-the-test",
    });
    expect(headers.authorization).to.match(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-west-1\/dynamodb\/aws4_request, SignedHeaders=/,
    );
    expect(JSON.stringify(headers)).to.not.include("key-of-the-test");
  });

  const retried = [
    ["throttled", THROTTLED],
    ["not available", BUSY],
    [
      "cut off",
      (socket: { destroy: () => void }): void => {
        socket.destroy();
      },
    ],
  ] as const;
  for (const [what, reply] of retried) {
    it(`is sent again when it was ${what}`, async () => {
      aws.reply(reply, reply, OK);

      expect(await dynamoDb("GetItem", {})).to.deep.equal({ done: true });
      expect(aws.asked()).to.have.length(3);
    });
  }

  it("is sent four times at most, and fails with what the service says", async () => {
    aws.reply(THROTTLED);

    const error = await failureOf(dynamoDb("GetItem", {}));

    expect(aws.asked()).to.have.length(4);
    expect(error).to.be.instanceOf(AwsFailure).and.include({ code: "ThrottlingException" });
    expect(error.message).to.include("slow down");
  });

  it("is not sent again when it was refused", async () => {
    aws.reply({ status: 400, body: { __type: "x#AccessDeniedException", Message: "not yours" } });

    const error = await failureOf(dynamoDb("GetItem", {}));

    expect(aws.asked()).to.have.length(1);
    expect(error.message).to.equal("AccessDeniedException: not yours");
  });

  it("invokes a function that nobody waits for, and says when Lambda has not taken it", async () => {
    const arn = "arn:aws:lambda:eu-west-1:123456789012:function:tasks:7";
    aws.reply({ status: 202, body: {} });

    await invokeAsync(arn, { task: "1" });

    expect(aws.asked()[0]).to.deep.include({
      url: `/2015-03-31/functions/${encodeURIComponent(arn)}/invocations`,
      body: '{"task":"1"}',
    });
    expect(aws.asked()[0]?.headers).to.include({ "x-amz-invocation-type": "Event" });
    aws.reply({ status: 404, body: { Message: "no such function" } });
    expect((await failureOf(invokeAsync(arn, {}))).message)
      .to.include("404")
      .and.include("no such");
  });
});

describe("the endpoint of a service", () => {
  const cases = [
    [{}, "dynamodb", "https://dynamodb.eu-west-1.amazonaws.com/"],
    [{ AWS_REGION: "cn-north-1" }, "ssm", "https://ssm.cn-north-1.amazonaws.com.cn/"],
    [{ AWS_ENDPOINT_URL: "http://127.0.0.1:1" }, "ssm", "http://127.0.0.1:1/"],
    [
      { AWS_ENDPOINT_URL_SECRETS_MANAGER: "http://127.0.0.1:2", AWS_ENDPOINT_URL: "http://x" },
      "secretsmanager",
      "http://127.0.0.1:2/",
    ],
  ] as const;
  for (const [variables, service, expected] of cases) {
    it(`is ${expected}`, () => {
      const none = { AWS_ENDPOINT_URL: "", AWS_ENDPOINT_URL_SECRETS_MANAGER: "" };
      const restore = setVariables({ AWS_REGION: "eu-west-1", ...none, ...variables });
      try {
        expect(endpointOf(service).href).to.equal(expected);
      } finally {
        restore();
      }
    });
  }
});

describe("values of DynamoDB", () => {
  it("are what JSON has, there and back", () => {
    const item = { a: "x", b: 1.5, c: true, d: null, e: [1, ["y"], { f: "" }], g: {} };

    expect(unmarshall(marshall({ ...item, left: undefined }))).to.deep.equal(item);
  });

  const wrong = [
    ["a date", new Date(0), '"at" is a Date'],
    ["NaN", NaN, '"at" is NaN'],
    ["a function", () => 1, '"at" is'],
    ["a map within", { in: new Map() }, '"in" is a Map'],
  ] as const;
  for (const [what, at, message] of wrong) {
    it(`are not ${what}`, () => {
      expect(() => marshall({ at })).to.throw(message);
    });
  }
});

describe("a secret", () => {
  const keep = closedAfter();
  let aws: FakeAws;
  before(async () => {
    aws = keep(await startFakeAws(), (it) => it.stop());
  });
  const parameter = (Value: string) => ({ status: 200, body: { Parameter: { Value } } });

  it("is a parameter, decrypted, read at its first use and then kept", async () => {
    aws.reply(parameter("first"), parameter("second"));
    const client = secret().connect("ssm:/stack/key");
    expect(aws.asked()).to.have.length(0);

    const values = await Promise.all([client.value(), client.value()]);

    expect([...values, await client.value()]).to.deep.equal(["first", "first", "first"]);
    expect(aws.asked()).to.have.length(1);
    expect(aws.asked()[0]?.body).to.equal('{"Name":"/stack/key","WithDecryption":true}');
  });

  it("is read anew when it is asked for, after a rotation", async () => {
    aws.reply(parameter("old"), parameter("new"));
    const client = secret().connect("ssm:/stack/key");

    expect(await client.value()).to.equal("old");
    expect(await client.renewed()).to.equal("new");
    expect(await client.value()).to.equal("new");
  });

  it("comes from Secrets Manager where it is there", async () => {
    const arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:key-AbCdEf";
    aws.reply({ status: 200, body: { SecretString: "value" } });

    expect(await secret().connect(`secretsmanager:${arn}`).value()).to.equal("value");
    expect(aws.asked()[0]?.headers).to.include({ "x-amz-target": "secretsmanager.GetSecretValue" });
    expect(aws.asked()[0]?.body).to.equal(JSON.stringify({ SecretId: arn }));
  });

  it("that is missing says how to set it, and is tried again", async () => {
    aws.reply({ status: 400, body: { __type: "ParameterNotFound" } }, parameter("there"));
    const client = secret().connect("ssm:/stack/key");

    const error = await failureOf(client.value());

    expect(error.message).to.include(
      "aws ssm put-parameter --region eu-west-1 --type SecureString --name /stack/key",
    );
    expect(await client.value()).to.equal("there");
  });
});
