import { expect } from "chai";
import { createHash } from "node:crypto";
import { AwsFailure } from "../../aws/aws-json";
import { bucket } from "../../needs/bucket";
import { type Asked, type FakeService, startFakeService } from "./fake-service";
import { setVariables } from "./support";
import { closedAfter } from "../../../../tests/support/closed-after";

const ALL = bucket({ may: ["put", "get", "delete", "list", "link", "uploadLink"] });
const files = ALL.connect("s3:fixture-files");

const OK = { status: 200 };
const refusal = (status: number, code: string): { status: number; body: string } => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>it is &lt;so&gt;</Message></Error>`,
});

async function failureOf(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => error as Error,
  );
}

describe("a bucket", () => {
  const keep = closedAfter();
  let s3: FakeService;
  const first = (): Asked => {
    const [asked] = s3.asked;
    if (asked === undefined) throw new Error("S3 was not asked");
    return asked;
  };
  before(async () => {
    s3 = keep(await startFakeService("AWS_ENDPOINT_URL_S3"), (it) => it.stop());
  });

  it("is declared as plain data", () => {
    const { declared } = bucket({ may: ["put"], expiresDays: 7 });

    expect(declared).to.deep.equal({ kind: "bucket", may: ["put"], expiresDays: 7 });
    expect(ALL.declared).to.not.have.property("expiresDays");
  });

  for (const expiresDays of [0, 1.5, -1, Number.NaN]) {
    it(`does not expire after ${expiresDays} days`, () => {
      expect(() => bucket({ may: ["put"], expiresDays })).to.throw(
        `bucket: expiresDays is ${expiresDays}: a whole number of days, 1 or more`,
      );
    });
  }

  it("has the methods that it may use and no others", () => {
    const client = bucket({ may: ["put", "link"] }).connect("s3:fixture-files");

    expect(Object.keys(client)).to.deep.equal(["put", "link"]);
    // @ts-expect-error -- get is not in may
    expect(client.get).to.equal(undefined);
  });

  it("writes bytes as they are, signed with their digest", async () => {
    s3.reply(OK);
    const bytes = new Uint8Array([9, 0, 255, 254, 13, 10, 9]).subarray(1, 6);

    await files.put("a/b.bin", bytes, { contentType: "image/png" });

    const { method, url, headers, body } = first();
    expect([method, url]).to.deep.equal(["PUT", "/fixture-files/a/b.bin"]);
    expect([...body]).to.deep.equal([0, 255, 254, 13, 10]);
    expect(headers).to.include({
      "content-type": "image/png",
      "content-length": "5",
      "x-amz-content-sha256": createHash("sha256").update(bytes).digest("hex"),
      "x-amz-security-token": "session-of-the-test",
    });
    expect(headers.authorization).to.match(/\/eu-west-1\/s3\/aws4_request, SignedHeaders=/);
  });

  it("writes a text as UTF-8, also an empty one", async () => {
    s3.reply(OK);

    await files.put("t", "é");
    await files.put("t", "");

    const [text, empty] = s3.asked;
    expect(text?.headers["content-type"]).to.equal("text/plain; charset=utf-8");
    expect(text?.body.toString()).to.equal("é");
    expect(empty?.headers["content-length"]).to.equal("0");
  });

  it("encodes each part of a key, and nothing twice", async () => {
    s3.reply(OK);

    await files.put("ü 1+1/100%2F(a)*'!.txt", "x");

    expect(first().url).to.equal("/fixture-files/%C3%BC%201%2B1/100%252F%28a%29%2A%27%21.txt");
  });

  it("reads bytes and their type", async () => {
    s3.reply({ ...OK, headers: { "content-type": "image/png" }, body: Buffer.from([1, 255]) });

    const found = await files.get("a.png");

    expect(found?.contentType).to.equal("image/png");
    expect([...(found?.body ?? [])]).to.deep.equal([1, 255]);
  });

  it("has nothing where there is no object", async () => {
    s3.reply(refusal(404, "NoSuchKey"));

    expect(await files.get("none", { maxBytes: 3 })).to.equal(undefined);
  });

  it("fails with what S3 says where it refuses", async () => {
    s3.reply(refusal(403, "AccessDenied"));
    const denied = await failureOf(files.get("a"));
    s3.reply(refusal(404, "NoSuchBucket"));
    const gone = await failureOf(files.get("a"));

    expect(denied).to.be.instanceOf(AwsFailure).and.include({ code: "AccessDenied" });
    expect(denied.message).to.equal("AccessDenied: it is <so>");
    expect(gone).to.include({ code: "NoSuchBucket" });
  });

  it("does not read an object that is too large, asked once", async () => {
    s3.reply({ ...OK, body: "12345" });

    const error = await failureOf(files.get("large", { maxBytes: 4 }));

    expect(error.message).to.match(/^the object "large" has more than 4 bytes: give get a larger/);
    expect(s3.asked).to.have.length(1);
    expect((await files.get("large", { maxBytes: 5 }))?.body.toString()).to.equal("12345");
  });

  it("reads at most 5 MB where nothing else is said", async () => {
    s3.reply({ ...OK, body: Buffer.alloc(5 * 1024 * 1024 + 1) });

    expect((await failureOf(files.get("large"))).message).to.include("5242880 bytes");
  });

  for (const [what, reply] of [
    ["is asked to slow down", refusal(503, "SlowDown")],
    ["was too slow", refusal(400, "RequestTimeout")],
  ] as const) {
    it(`asks again when it ${what}`, async () => {
      s3.reply(reply, OK);

      await files.delete("a");

      expect(s3.asked.map(({ method }) => method)).to.deep.equal(["DELETE", "DELETE"]);
    });
  }

  it("lists page by page up to the limit", async () => {
    const entry = (key: string): string =>
      `<Contents><Key>${key}</Key><LastModified>2026-01-02T03:04:05.000Z</LastModified><Size>7</Size></Contents>`;
    const page = (content: string): S3Page => ({
      status: 200,
      body: `<ListBucketResult><EncodingType>url</EncodingType>${content}</ListBucketResult>`,
    });
    s3.reply(
      page(`<NextContinuationToken>a&amp;b=</NextContinuationToken>${entry("n/%C3%BC+1%2B1")}`),
      page(entry("n/2")),
    );

    const found = await files.list({ prefix: "n/", limit: 5 });

    const modified = new Date("2026-01-02T03:04:05Z");
    expect(found).to.deep.equal([
      { key: "n/ü 1+1", size: 7, modified },
      { key: "n/2", size: 7, modified },
    ]);
    const queries = s3.asked.map(({ url }) =>
      Object.fromEntries(new URL(url, "http://a").searchParams),
    );
    const common = { "list-type": "2", "encoding-type": "url", prefix: "n/" };
    expect(queries).to.deep.equal([
      { ...common, "max-keys": "5" },
      { ...common, "max-keys": "4", "continuation-token": "a&b=" },
    ]);
  });

  it("reads keys of an S3 that does not encode them", async () => {
    s3.reply({
      status: 200,
      body: "<ListBucketResult><Contents><Key>a&amp;b&#x20;&lt;+%20</Key><Size>0</Size></Contents></ListBucketResult>",
    });

    const [found] = await files.list();

    expect(found?.key).to.equal("a&b <+%20");
  });

  it("links to what is where it is, for as long as it is said", async () => {
    const url = new URL(await files.link("ü/a.csv", { minutes: 5, download: 'a "1" é.csv' }));

    expect(url.pathname).to.equal("/fixture-files/%C3%BC/a.csv");
    const query = Object.fromEntries(url.searchParams);
    expect(query).to.include({
      "X-Amz-Expires": "300",
      "X-Amz-SignedHeaders": "host",
      "X-Amz-Security-Token": "session-of-the-test",
      "response-content-disposition": "attachment; filename*=UTF-8''a%20%221%22%20%C3%A9.csv",
    });
    expect(query["X-Amz-Signature"]).to.match(/^[\da-f]{64}$/);
    expect(url.href).to.not.include("key-of-the-test");
  });

  it("links to what a browser shows, where no name is given to save it as", async () => {
    const { searchParams } = new URL(await files.link("a.csv"));

    expect(searchParams.get("X-Amz-Expires")).to.equal("900");
    expect(searchParams.has("response-content-disposition")).to.equal(false);
  });

  it("links to an upload of one type, for 15 minutes by default", async () => {
    const url = new URL(await files.uploadLink("a.csv", { contentType: "text/csv" }));

    expect(Object.fromEntries(url.searchParams)).to.include({
      "X-Amz-Expires": "900",
      "X-Amz-SignedHeaders": "content-type;host",
    });
  });

  for (const minutes of [0, -1, 721, Number.NaN]) {
    it(`has no link of ${minutes} minutes`, async () => {
      expect((await failureOf(files.link("a", { minutes }))).message).to.equal(
        `a link of ${minutes} minutes: more than 0, at most 720`,
      );
    });
  }

  const refused: readonly (readonly [string, string])[] = [
    ["", "is empty"],
    ["é".repeat(513), "has 1026 bytes as UTF-8: at most 1024"],
    ["a/../b", 'has "." or ".." as a folder'],
    ["./a", 'has "." or ".." as a folder'],
    ["/a", 'begins with "/"'],
    ["a\nb", "has control characters"],
    ["a\ud800", "has control characters"],
  ];
  for (const [key, problem] of refused) {
    it(`takes no key that ${problem}: ${JSON.stringify(key.slice(0, 8))}`, async () => {
      s3.reply(OK);

      for (const work of [
        files.put(key, "x"),
        files.get(key),
        files.delete(key),
        files.link(key),
      ]) {
        expect((await failureOf(work)).message).to.include(problem);
      }
      expect(s3.asked).to.deep.equal([]);
    });
  }

  for (const [region, host] of [
    ["eu-west-1", "fixture-files.s3.eu-west-1.amazonaws.com"],
    ["cn-north-1", "fixture-files.s3.cn-north-1.amazonaws.com.cn"],
  ] as const) {
    it(`has its name in the host on AWS: ${host}`, async () => {
      const restore = setVariables({
        AWS_REGION: region,
        AWS_ENDPOINT_URL_S3: "",
        AWS_ENDPOINT_URL: "",
      });

      const url = new URL(await files.link("a/b"));
      restore();

      expect([url.origin, url.pathname]).to.deep.equal([`https://${host}`, "/a/b"]);
    });
  }
});

interface S3Page {
  readonly status: number;
  readonly body: string;
}
