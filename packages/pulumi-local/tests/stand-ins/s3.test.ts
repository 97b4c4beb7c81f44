import { expect } from "chai";
import { createHash, createHmac } from "node:crypto";
import * as fs from "node:fs";
import * as http from "node:http";
import * as os from "node:os";
import * as path from "node:path";
import type { LoopbackService } from "../../stand-ins/loopback-service";
import { objectsInFolder, objectsInMemory, type S3Objects } from "../../stand-ins/s3-objects";
import { startS3 } from "../../stand-ins/s3-service";
import { refusedSignature } from "../../stand-ins/s3-signature";
import { closedAfter } from "../../../../tests/support/closed-after";

const CREDENTIALS = { id: "local", secret: "local" };

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const AWS_EXAMPLE = {
  credentials: { id: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" },
  request: {
    method: "GET",
    url: "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
    headers: { host: "examplebucket.s3.amazonaws.com" },
  },
  at: Date.parse("2013-05-24T12:00:00Z"),
} as const;

const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac("sha256", key).update(text).digest();
const sha256 = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");

interface Sent {
  readonly method?: string;
  /** Percent-encoded, with the query in the order of its names. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

describe("S3 on this machine", () => {
  const keep = closedAfter();
  let service: LoopbackService;
  let objects: S3Objects;
  before(async () => {
    objects = objectsInMemory();
    const buckets = (): readonly string[] => ["files"];
    service = keep(await startS3({ objects, buckets, credentials: CREDENTIALS }));
  });

  function authorization(
    { method = "GET", target, body = "" }: Sent,
    secret: string,
  ): Record<string, string> {
    const { host } = new URL(service.url);
    const [uri = "", query = ""] = target.split("?");
    const date = "20260101T000000Z";
    const digest = sha256(body);
    const headers = [`host:${host}`, `x-amz-content-sha256:${digest}`, `x-amz-date:${date}`, ""];
    const names = "host;x-amz-content-sha256;x-amz-date";
    const canonical = [method, uri, query, ...headers, names, digest].join("\n");
    const scope = ["20260101", "eu-west-1", "s3", "aws4_request"];
    const toSign = ["AWS4-HMAC-SHA256", date, scope.join("/"), sha256(canonical)].join("\n");
    const key = scope.reduce<string | Buffer>(hmac, `AWS4${secret}`);
    const signature = hmac(key, toSign).toString("hex");
    const credential = `Credential=local/${scope.join("/")}`;
    return {
      authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names}, Signature=${signature}`,
      "x-amz-content-sha256": digest,
      "x-amz-date": date,
    };
  }

  async function send(sent: Sent, secret = "local"): Promise<Response> {
    const { method = "GET", target, headers, body } = sent;
    return fetch(`${service.url}${target}`, {
      method,
      headers: { ...headers, ...authorization(sent, secret) },
      ...(body !== undefined && { body }),
    });
  }

  it("takes the signature of AWS's own example, and no other", () => {
    const { request, credentials, at } = AWS_EXAMPLE;
    const statusOf = (changed: object, key = credentials, now: number = at): number | undefined =>
      refusedSignature({ ...request, ...changed }, key, now)?.status;

    expect(statusOf({})).to.equal(undefined);
    expect(statusOf({ url: request.url.replace("test.txt", "text.txt") })).to.equal(403);
    expect(statusOf({ url: request.url.replace("86400", "86401") })).to.equal(403);
    expect(statusOf({ method: "PUT" })).to.equal(403);
    expect(statusOf({ headers: { host: "other.s3.amazonaws.com" } })).to.equal(403);
    expect(refusedSignature(request, CREDENTIALS, at)?.body).to.include("InvalidAccessKeyId");
  });

  it("refuses a link that has expired, also with credentials that it does not know", () => {
    const { request, credentials } = AWS_EXAMPLE;
    const late = Date.parse("2013-05-25T00:00:00Z");

    for (const known of [credentials, undefined]) {
      expect(refusedSignature(request, known, late)?.body).to.include("Request has expired");
      expect(refusedSignature(request, known, late - 1)).to.equal(undefined);
    }
    const forever = { ...request, url: request.url.replace("=86400", "=604801") };
    expect(refusedSignature(forever, undefined, late)?.status).to.equal(400);
  });

  it("keeps an object with its headers, until it is deleted", async () => {
    const target = "/files/%C3%BC%201%2B1/a%2A.bin";
    const headers = { "content-type": "image/png", "x-amz-meta-by": "me", "x-else": "no" };
    const body = Buffer.from([0, 255, 10]);

    const put = await send({ method: "PUT", target, headers, body });
    const got = await send({ target });
    const head = await send({ method: "HEAD", target });
    const deleted = await send({ method: "DELETE", target });
    const after = await send({ target });

    expect([put.status, got.status, head.status]).to.deep.equal([200, 200, 200]);
    expect([...new Uint8Array(await got.arrayBuffer())]).to.deep.equal([0, 255, 10]);
    const etag = `"${createHash("md5").update(body).digest("hex")}"`;
    for (const answer of [got, head]) {
      expect(Object.fromEntries(answer.headers)).to.include({
        "content-type": "image/png",
        "content-length": "3",
        "x-amz-meta-by": "me",
        etag,
      });
      expect(answer.headers.get("x-else")).to.equal(null);
    }
    expect([deleted.status, after.status]).to.deep.equal([204, 404]);
    expect(await after.text()).to.include("<Code>NoSuchKey</Code>");
  });

  it("gives a range of an object, and none beyond it", async () => {
    objects.put("files", { key: "r", headers: {}, modified: 0, body: Buffer.from("0123456789") });
    const ranges = ["bytes=2-4", "bytes=8-20", "bytes=-3", "bytes=10-"];

    const answers = await Promise.all(
      ranges.map((range) => send({ target: "/files/r", headers: { range } })),
    );

    expect(answers.map(({ status }) => status)).to.deep.equal([206, 206, 206, 416]);
    const texts = await Promise.all(answers.slice(0, 3).map((answer) => answer.text()));
    expect(texts).to.deep.equal(["234", "89", "789"]);
    expect(answers[0]?.headers.get("content-range")).to.equal("bytes 2-4/10");
  });

  it("lists by the bytes of keys, page by page", async () => {
    for (const key of ["l/b c", "l/ü", "l/\u{1f600}", "l/\uff5e", "l/B&"]) {
      objects.put("files", { key, headers: {}, modified: 0, body: Buffer.from("x") });
    }
    const target = "/files?encoding-type=url&list-type=2&max-keys=3&prefix=l%2F";
    const keysOf = (xml: string): string[] =>
      [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = ""]) => key);

    const first = await (await send({ target })).text();
    const [, token = ""] = /<NextContinuationToken>([^<]+)</.exec(first) ?? [];
    const second = await (
      await send({ target: target.replace("?", `?continuation-token=${token}&`) })
    ).text();
    const plain = await (await send({ target: "/files?list-type=2&prefix=l%2FB" })).text();

    expect(keysOf(first)).to.deep.equal(["l/B%26", "l/b+c", "l/%C3%BC"]);
    expect(keysOf(second)).to.deep.equal(["l/%EF%BD%9E", "l/%F0%9F%98%80"]);
    expect(second).to.include("<IsTruncated>false</IsTruncated>");
    expect(keysOf(plain)).to.deep.equal(["l/B&#38;"]);
  });

  it("refuses what is not signed, or by somebody else", async () => {
    const bare = await fetch(`${service.url}/files/r`);
    const foreign = await send({ target: "/files/r" }, "another");
    const changed = await fetch(`${service.url}/files/l`, {
      headers: authorization({ target: "/files/r" }, "local"),
    });

    expect([bare.status, foreign.status, changed.status]).to.deep.equal([403, 403, 403]);
    expect(await foreign.text()).to.include("SignatureDoesNotMatch");
  });

  it("refuses a body that is not the signed one", async () => {
    const signed = authorization({ method: "PUT", target: "/files/x", body: "one" }, "local");
    const answer = await fetch(`${service.url}/files/x`, {
      method: "PUT",
      headers: signed,
      body: "two",
    });

    expect(await answer.text()).to.include("XAmzContentSHA256Mismatch");
    expect(objects.get("files", "x")).to.equal(undefined);
  });

  it("has nothing for a page of a browser, or under another name of this machine", async () => {
    const page = await send({ target: "/files/r", headers: { origin: "http://a.test" } });
    const { port } = new URL(service.url);
    const host = await new Promise<number | undefined>((resolve, reject) => {
      const options = { port, path: "/files/r", headers: { host: `a.test:${port}` } };
      http
        .get({ host: "127.0.0.1", ...options }, ({ statusCode }) => {
          resolve(statusCode);
        })
        .on("error", reject);
    });

    expect([page.status, host]).to.deep.equal([403, 403]);
    expect(page.headers.get("access-control-allow-origin")).to.equal(null);
  });

  const refused: readonly (readonly [string, Sent, number, string])[] = [
    ["a bucket that is not declared", { target: "/other/a" }, 404, "NoSuchBucket"],
    ["a copy", copy("/files/r"), 501, "x-amz-copy-source"],
    ["a multipart upload", { method: "POST", target: "/files/a?uploads=" }, 501, "uploads"],
    ["another setting of a bucket", { target: "/files?acl=" }, 501, "GET bucket acl"],
    ["the first version of lists", { target: "/files" }, 501, "list-type=2"],
    ["folders in a list", { target: "/files?delimiter=%2F&list-type=2" }, 501, "delimiter"],
  ];
  for (const [what, sent, status, text] of refused) {
    it(`refuses ${what} by name`, async () => {
      const answer = await send(sent);

      expect(answer.status).to.equal(status);
      expect(await answer.text()).to.include(text);
    });
  }

  it("keeps objects in a folder for the next start, whatever their keys", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "s3-"));
    const key = `../${"a".repeat(1000)}\n`;
    const object = { key, headers: { a: "b" }, modified: 5, body: Buffer.from("\n\0é") };

    objectsInFolder(folder).put("files", object);
    const next = objectsInFolder(folder);

    expect(next.get("files", key)).to.deep.equal(object);
    expect(next.all("files")).to.deep.equal([object]);
    expect([next.all("none"), next.get("files", "b")]).to.deep.equal([[], undefined]);
    next.delete("files", key);
    expect(next.all("files")).to.deep.equal([]);
    fs.rmSync(folder, { recursive: true });
  });
});

function copy(source: string): Sent {
  return { method: "PUT", target: "/files/b", headers: { "x-amz-copy-source": source } };
}
