/** The feature resources: resources/list, resources/templates/list and resources/read. */
import { ResourceNotFoundError, UriTemplate } from "@modelcontextprotocol/server";
import type { CallContext } from "../definitions/call-context";
import type { Described, ResourceContent } from "../definitions/resource";
import type { ServerDefinition } from "../definitions/server-definition";
import type { Feature } from "./feature";
import { callContext, createInvocation, throwInternalError, withDeadline } from "./invocation";
import { pageOf } from "./pages";

/** How a URI is read, and what it gives. */
interface Readable {
  readonly mimeType: string;
  readonly read: (
    context: CallContext,
  ) => ResourceContent | undefined | Promise<ResourceContent | undefined>;
}

export function prepareResources({
  resources,
  resourceTemplates,
}: ServerDefinition): Feature | undefined {
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

  const register: Feature["register"] = ({ server }, context) => {
    server.setRequestHandler("resources/list", ({ params }) => {
      const { items, ...rest } = pageOf(listed, params?.cursor);
      return { resources: items, ...rest };
    });
    server.setRequestHandler("resources/templates/list", ({ params }) => {
      const { items, ...rest } = pageOf(listedTemplates, params?.cursor);
      return { resourceTemplates: items, ...rest };
    });
    server.setRequestHandler("resources/read", async ({ params: { uri } }, mcp) => {
      const found = find(uri);
      if (found === undefined) throw new ResourceNotFoundError(uri);
      const invocation = createInvocation(context, mcp, { kind: "resource", name: uri });
      const read = async (): Promise<ResourceContent | undefined> =>
        found.read(callContext(invocation));
      const content = await withDeadline(invocation, read, throwInternalError);
      if (content === undefined) throw new ResourceNotFoundError(uri);
      const { mimeType } = found;
      const item =
        typeof content === "string"
          ? { uri, mimeType, text: content }
          : { uri, mimeType, blob: Buffer.from(content).toString("base64") };
      return { contents: [item] };
    });
  };
  return {
    methodPrefix: "resources/",
    capabilities: { resources: { listChanged: false } },
    register,
  };
}

/** What lists show of either. */
function describe({ name, title, description, mimeType }: Described): Described {
  return { name, title, description, mimeType };
}
