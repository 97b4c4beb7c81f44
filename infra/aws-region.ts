/** Where the stack's region is said. */

/** The region of a stack with this configuration, undefined when nobody has said it. */
export function awsRegion(config: Readonly<Record<string, string>>): string | undefined {
  return config["aws:region"] ?? process.env["AWS_REGION"];
}
