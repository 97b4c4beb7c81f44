/** The feature resources: resources/list, resources/templates/list and resources/read. */
import {
  ProtocolError,
  ProtocolErrorCode,
  type Resource,
  ResourceNotFoundError,
} from "@modelcontextprotocol/server";
import type { CallContext } from "../definitions/call-context";
import { decoration } from "../definitions/decoration";
import { MAX_URI_LENGTH } from "../definitions/names";
import type { Described, ResourceContent } from "../definitions/resource";
import type { ServerDefinition } from "../definitions/server-definition";
import type { Feature } from "./feature";
import { callContext, createInvocation, throwInternalError, withDeadline } from "./invocation";
import { cutText } from "./issues";
import { pageOf } from "./pages";
import { parseUriTemplate } from "./uri-template";

/** How a URI is read, and what it gives. */
interface Readable {
  readonly mimeType: string;
  readonly _meta?: Described["_meta"];
  readonly read: (
    context: CallContext,
  ) => ResourceContent | undefined | Promise<ResourceContent | undefined>;
}

export function prepareResources({
  resources,
  resourceTemplates,
  skills,
}: ServerDefinition): Feature | undefined {
  if (resources.length + resourceTemplates.length === 0 && skills === undefined) return undefined;
  const listed: Resource[] = resources.map(({ uri, ...rest }) => ({ uri, ...describe(rest) }));
  let listedSkills: readonly Resource[] | undefined;
  const listedTemplates = resourceTemplates.map(({ uriTemplate, ...rest }) => ({
    uriTemplate,
    ...describe(rest),
  }));
  const templates = resourceTemplates.map((template) => ({
    template,
    pattern: parseUriTemplate(template.uriTemplate),
  }));

  const find = (uri: string): Readable | undefined => {
    const resource = resources.find((candidate) => candidate.uri === uri);
    if (resource !== undefined) return resource;
    for (const { template, pattern } of templates) {
      const variables = pattern.match(uri);
      if (variables === undefined) continue;
      const { mimeType, _meta } = template;
      const read: Readable["read"] = (context) => template.read(variables, context);
      return { mimeType, ...(_meta !== undefined && { _meta }), read };
    }
    return skills?.files.get(uri);
  };

  const register: Feature["register"] = ({ server }, context) => {
    server.setRequestHandler("resources/list", async ({ params }) => {
      if (skills !== undefined) listedSkills ??= [...listed, ...(await skills.listed())];
      const { items, ...rest } = pageOf(listedSkills ?? listed, params?.cursor);
      return { resources: items, ...rest };
    });
    server.setRequestHandler("resources/templates/list", ({ params }) => {
      const { items, ...rest } = pageOf(listedTemplates, params?.cursor);
      return { resourceTemplates: items, ...rest };
    });
    server.setRequestHandler("resources/read", async ({ params: { uri } }, mcp) => {
      if (uri.length > MAX_URI_LENGTH) {
        const message = `Invalid params: uri: at most ${MAX_URI_LENGTH} characters`;
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
      }
      const found = find(uri);
      if (found === undefined) throw notFound(uri);
      const invocation = createInvocation(context, mcp, { kind: "resource", name: uri });
      const read = async (): Promise<Sent | undefined> =>
        toSent(await found.read(callContext(invocation)));
      const sent = await withDeadline(invocation, read, throwInternalError);
      if (sent === undefined) throw notFound(uri);
      const { mimeType, _meta } = found;
      return { contents: [{ uri, mimeType, ...sent, ...(_meta !== undefined && { _meta }) }] };
    });
  };
  return {
    methodPrefix: "resources/",
    capabilities: { resources: { listChanged: false } },
    register,
  };
}

type Sent = { readonly text: string } | { readonly blob: string };

/** @throws Error when it is no content of a resource, whatever its type says. */
function toSent(content: ResourceContent | undefined): Sent | undefined {
  if (content === undefined) return undefined;
  if (typeof content === "string") return { text: content };
  if (!ArrayBuffer.isView(content)) throw new Error("the resource gave neither a text nor bytes");
  return { blob: Buffer.from(content).toString("base64") };
}

function notFound(uri: string): ResourceNotFoundError {
  return new ResourceNotFoundError(uri, `Resource not found: ${cutText(uri)}`);
}

/** What lists show of either. */
function describe(item: Described): Omit<Resource, "uri"> {
  const { name, title, description, mimeType } = item;
  return { name, title, description, mimeType, ...decoration(item) };
}
