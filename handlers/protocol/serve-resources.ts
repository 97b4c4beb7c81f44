/** resources/list, resources/templates/list and resources/read. */
import { ResourceNotFoundError, UriTemplate } from "@modelcontextprotocol/server";
import type { CallContext } from "../call-context";
import type { ServerPart } from "./exchange";
import { pageOf } from "./pages";
import type { Described, ResourceContent } from "../resource";
import { internalError, type Runner } from "./run";
import type { ServerDefinition } from "../server-definition";

/** How a URI is read, and what it gives. */
interface Readable {
  readonly mimeType: string;
  readonly read: (
    context: CallContext,
  ) => ResourceContent | undefined | Promise<ResourceContent | undefined>;
}

export function prepareResources(
  { resources, resourceTemplates }: ServerDefinition,
  { runOf, callContext, runWithin }: Runner,
): ServerPart | undefined {
  if (resources.length + resourceTemplates.length === 0) return undefined;
  const listed = resources.map(({ uri, ...rest }) => ({ uri, ...describe(rest) }));
  const listedTemplates = resourceTemplates.map(({ uriTemplate, ...rest }) => ({
    uriTemplate,
    ...describe(rest),
  }));
  const templates = resourceTemplates.map((template) => ({
    template,
    pattern: new UriTemplate(template.uriTemplate),
  }));

  const find = (uri: string): Readable | undefined => {
    const resource = resources.find((candidate) => candidate.uri === uri);
    if (resource !== undefined) return resource;
    for (const { template, pattern } of templates) {
      const variables = pattern.match(uri);
      if (variables === null) continue;
      const { mimeType } = template;
      return { mimeType, read: (context) => template.read(variables, context) };
    }
    return undefined;
  };

  const serve: ServerPart["serve"] = ({ server }, exchange) => {
    server.setRequestHandler("resources/list", ({ params }) => {
      const { items, ...rest } = pageOf(listed, params?.cursor);
      return { resources: items, ...rest };
    });
    server.setRequestHandler("resources/templates/list", ({ params }) => {
      const { items, ...rest } = pageOf(listedTemplates, params?.cursor);
      return { resourceTemplates: items, ...rest };
    });
    server.setRequestHandler("resources/read", async ({ params: { uri } }, context) => {
      const found = find(uri);
      if (found === undefined) throw new ResourceNotFoundError(uri);
      const run = runOf(exchange, "resource", uri);
      const read = async (): Promise<ResourceContent | undefined> =>
        found.read(callContext(run, context));
      const content = await runWithin(run, read, internalError);
      if (content === undefined) throw new ResourceNotFoundError(uri);
      const { mimeType } = found;
      const item =
        typeof content === "string"
          ? { uri, mimeType, text: content }
          : { uri, mimeType, blob: Buffer.from(content).toString("base64") };
      return { contents: [item] };
    });
  };
  return { prefix: "resources/", capabilities: { resources: { listChanged: false } }, serve };
}

/** What lists show of either. */
function describe({ name, title, description, mimeType }: Described): Described {
  return { name, title, description, mimeType };
}
