/**
 * What all resources of the stack have in common, as options of each component: the stack's tags, and
 * the protection of what cannot be brought back. A resource of your own gets them by these options too.
 *
 * Without `tags` and `protect` nothing is changed.
 */
import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "./settings";
import type { Tags } from "./tags";

export type StackOptionsArgs = Pick<Settings["stack"], "tags" | "protect">;

/**
 * The API has the URL that clients know, a domain the target that a CNAME elsewhere names, a log group
 * what happened. Not keys: a leaked one must go at once. Not the state key: what it seals lives for
 * minutes. Tables and buckets have `protectData`.
 */
const PROTECTED: ReadonlySet<string> = new Set([
  "aws:apigateway/restApi:RestApi",
  "aws:apigateway/domainName:DomainName",
  "aws:cloudwatch/logGroup:LogGroup",
]);

/** Its tags are a list of another form. */
const AUTO_SCALING_GROUP = "aws:autoscaling/group:Group";

export function stackOptions({
  tags,
  protect,
}: StackOptionsArgs): Pick<pulumi.ComponentResourceOptions, "transformations"> {
  return {
    transformations: [
      ...(Object.keys(tags).length > 0 ? [withTags(tags)] : []),
      ...(protect ? [withProtection] : []),
    ],
  };
}

/** The classes of @pulumi/aws name every input that they know, also where it is not given. */
function withTags(tags: Tags): pulumi.ResourceTransformation {
  return ({ type, props, opts }) => {
    const inputs = props as Readonly<Record<string, unknown>>;
    const isTaggable = type.startsWith("aws:") && "tags" in inputs && type !== AUTO_SCALING_GROUP;
    if (!isTaggable) return undefined;
    const own = pulumi.output(inputs["tags"] as pulumi.Input<Tags | undefined>);
    const all = inputs["tags"] === undefined ? tags : own.apply((given) => ({ ...tags, ...given }));
    return { props: { ...inputs, tags: all }, opts };
  };
}

function withProtection({
  type,
  props,
  opts,
}: pulumi.ResourceTransformationArgs): pulumi.ResourceTransformationResult | undefined {
  if (!PROTECTED.has(type)) return undefined;
  return { props, opts: { ...opts, protect: opts.protect ?? true } };
}
