/** What the clients of tables, buckets and secrets make of a service's answers. */
import { expect } from "chai";
import * as z from "zod";
import { AwsFailure } from "../../aws/aws-json";
import { bucket } from "../../needs/bucket";
import { secret } from "../../needs/secret";
import { table } from "../../needs/table";
import { closedAfter } from "../../../../tests/support/closed-after";
import { type FakeService, startFakeService } from "./fake-service";

describe("a table's update", () => {
  const keep = closedAfter();
  const item = z.object({ id: z.string(), kind: z.enum(["a", "b"]), count: z.number() });
  const client = table({ item, key: "id", may: ["update"] }).connect("items");
  let aws: FakeService;
  before(async () => {
    aws = keep(await startFakeService("AWS_ENDPOINT_URL_DYNAMODB"), (it) => it.stop());
  });
  const refuse = (type: string): void => {
    aws.reply({ status: 400, body: JSON.stringify({ __type: `x#${type}` }) });
  };

  it("is nothing where the condition does not hold, and fails with any other refusal", async () => {
    const update = async (): Promise<unknown> => client.update({ id: "1" }, { set: { count: 1 } });

    refuse("ConditionalCheckFailedException");
    expect(await update()).to.equal(undefined);

    refuse("AccessDeniedException");
    const failure = await update().catch((error: unknown) => error);
    expect(failure).to.be.instanceOf(AwsFailure).and.include({ code: "AccessDeniedException" });
  });

  it("gives the item as it is then", async () => {
    const Attributes = { id: { S: "1" }, kind: { S: "b" }, count: { N: "2" } };
    aws.reply({ status: 200, body: JSON.stringify({ Attributes }) });

    const changed = await client.update({ id: "1" }, { set: { count: 2 } });

    expect(changed).to.deep.equal({ id: "1", kind: "b", count: 2 });
  });

  it("is of a key that may be one of a few texts", () => {
    const { declared } = table({ item, key: "kind", sort: "count", may: ["get"] });

    expect(declared).to.deep.include({
      key: { name: "kind", type: "S" },
      sort: { name: "count", type: "N" },
    });
  });
});

describe("a table's reads", () => {
  const keep = closedAfter();
  const item = z.object({ id: z.string() });
  const client = table({ item, key: "id", may: ["get", "query", "scan"] }).connect("items");
  let aws: FakeService;
  before(async () => {
    aws = keep(await startFakeService("AWS_ENDPOINT_URL_DYNAMODB"), (it) => it.stop());
  });

  it("see the latest writes", async () => {
    aws.reply({ status: 200, body: "{}" });

    await client.get({ id: "1" });
    await client.query({ id: "1" });
    await client.scan();

    const asked = aws.asked.map(({ body }) => JSON.parse(body.toString()) as object);
    expect(asked).to.have.length(3);
    for (const each of asked) expect(each).to.include({ ConsistentRead: true });
  });
});

describe("a bucket's object", () => {
  const keep = closedAfter();
  const files = bucket({ may: ["get", "list"] }).connect("s3:files");
  let s3: FakeService;
  before(async () => {
    s3 = keep(await startFakeService("AWS_ENDPOINT_URL_S3"), (it) => it.stop());
  });

  it("is of no special type where S3 says none", async () => {
    s3.reply({ status: 200, body: "bytes" });

    const found = await files.get("a");

    expect(found?.contentType).to.equal("application/octet-stream");
    expect(found?.body.toString()).to.equal("bytes");
  });

  it("is listed by a GET, whatever S3 leaves out of it", async () => {
    s3.reply({ status: 200, body: "<List><Contents><Size>3</Size></Contents></List>" });

    const [found] = await files.list();

    expect(s3.asked[0]?.method).to.equal("GET");
    expect(found).to.deep.include({ key: "", size: 3 });
    expect(String(found?.modified)).to.equal("Invalid Date");
  });
});

describe("a secret that was read", () => {
  const keep = closedAfter();
  const { now } = Date;
  let aws: FakeService;
  before(async () => {
    aws = keep(await startFakeService("AWS_ENDPOINT_URL_SSM"), (it) => it.stop());
  });
  afterEach(() => {
    Date.now = now;
  });

  it("is kept for less than five minutes", async () => {
    const at = now();
    const answer = (Value: string) => ({
      status: 200,
      body: JSON.stringify({ Parameter: { Value } }),
    });
    aws.reply(answer("first"), answer("second"));
    const client = secret().connect("ssm:/stack/key");
    const valueAfter = async (ms: number): Promise<string> => {
      Date.now = () => at + ms;
      return client.value();
    };

    expect(await valueAfter(0)).to.equal("first");
    expect(await valueAfter(299_999)).to.equal("first");
    expect(await valueAfter(300_000)).to.equal("second");
  });
});
