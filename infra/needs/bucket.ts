/**
 * The need `bucket`: a private S3 bucket, reached by TLS alone, whose objects expire where the need says
 * so. S3 encrypts all objects by itself (SSE-S3):
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { DeclaredBucket } from "mcp-lambda";
import { kebab, type MadeNeed, type NeedArgs } from "./needs";

/** Actions on objects, for each verb of the client. */
const ACTIONS: Readonly<Record<DeclaredBucket["may"][number], string>> = {
  put: "s3:PutObject",
  get: "s3:GetObject",
  delete: "s3:DeleteObject",
  list: "s3:ListBucket",
  // Whoever opens a link has the rights of whoever has signed it.
  link: "s3:GetObject",
  uploadLink: "s3:PutObject",
};

export function createBucket(
  name: string,
  { need, declared, ...args }: NeedArgs,
  opts: pulumi.CustomResourceOptions,
): MadeNeed {
  const { may, expiresDays } = declared as DeclaredBucket;
  const logicalName = `${name}-${kebab(need)}`;
  const bucket = new aws.s3.Bucket(
    logicalName,
    {
      // Names are the world's: AWS's provider adds 26 characters of its own.
      bucketPrefix: bucketPrefix(`${args.name}-${kebab(need)}`),
      forceDestroy: !args.protectData,
    },
    // A deployment that would remove or replace it stops, and says so.
    { ...opts, protect: args.protectData },
  );
  keepPrivate(logicalName, bucket, opts);
  expire(logicalName, { bucket, expiresDays }, opts);
  const place = pulumi.interpolate`s3:${bucket.bucket}`;
  return { place, statement: statementOf(bucket.arn, may) };
}

/** Lower-case letters, digits and hyphens, 37 at most: what is too long is cut at its end. */
export function bucketPrefix(name: string): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `${plain.slice(0, 36).replace(/^-|-+$/g, "")}-`;
}

function keepPrivate(
  name: string,
  bucket: aws.s3.Bucket,
  opts: pulumi.CustomResourceOptions,
): void {
  const block = new aws.s3.BucketPublicAccessBlock(
    name,
    {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  const Statement = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  new aws.s3.BucketPolicy(
    name,
    {
      bucket: bucket.bucket,
      policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: [Statement] }),
    },
    // S3 refuses two changes of one bucket's access at the same time (OperationAborted).
    { ...opts, dependsOn: [block] },
  );
}

interface Expiring {
  readonly bucket: aws.s3.Bucket;
  readonly expiresDays: number | undefined;
}

function expire(
  name: string,
  { bucket, expiresDays }: Expiring,
  opts: pulumi.CustomResourceOptions,
): void {
  const rule = {
    id: expiresDays === undefined ? "uploads" : "objects-and-uploads",
    status: "Enabled",
    filter: {},
    // Parts of an upload that nobody ended cost as much as objects, and are not listed.
    abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
    ...(expiresDays !== undefined && { expiration: { days: expiresDays } }),
  };
  new aws.s3.BucketLifecycleConfiguration(name, { bucket: bucket.bucket, rules: [rule] }, opts);
}

/**
 * `get` lists as well: who may not list is told that an object is forbidden, where there is none.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html#API_GetObject_RequestSyntax
 */
function statementOf(
  arn: pulumi.Output<string>,
  may: DeclaredBucket["may"],
): MadeNeed["statement"] {
  const verbs = may.includes("get") ? [...may, "list" as const] : may;
  const onBucket = verbs.includes("list") ? [arn] : [];
  const onObjects = verbs.some((verb) => verb !== "list") ? [pulumi.interpolate`${arn}/*`] : [];
  return {
    Effect: "Allow",
    Action: [...new Set(verbs.map((verb) => ACTIONS[verb]))].sort(),
    Resource: [...onBucket, ...onObjects],
  };
}
