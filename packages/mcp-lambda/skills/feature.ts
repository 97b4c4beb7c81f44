/** The feature skills: skills/list and skills/get. */
import { ProtocolError, ProtocolErrorCode, type ServerContext } from "@modelcontextprotocol/server";
import type { Skill } from "@modelcontextprotocol/server/ext/skills";
import * as z from "zod";
import type { Feature } from "../features/feature";
import { cutText } from "../features/issues";
import { pageOf } from "../features/pages";
import type { RequestContext } from "../protocol/request-context";
import { describeError } from "../telemetry/logger";

const LIST_PARAMS = z.looseObject({ cursor: z.string().optional() });
const GET_PARAMS = z.looseObject({ uri: z.string() });
/** As of other lists: the same for all callers, until a deploy. */
const CACHE_HINT = { ttlMs: 300_000, cacheScope: "public" } as const;

export function skillsFeature(entries: () => Promise<readonly Skill[]>): Feature {
  const known = async (context: RequestContext): Promise<readonly Skill[]> => {
    try {
      return await entries();
    } catch (error) {
      context.span.logFor({}).error("skills failed", { error: describeError(error) });
      const where = `The reason is in the server's log under request id ${context.span.requestId}.`;
      throw new ProtocolError(ProtocolErrorCode.InternalError, `The skills failed. ${where}`);
    }
  };
  const register: Feature["register"] = ({ server }, context) => {
    server.setRequestHandler("skills/list", { params: LIST_PARAMS }, async ({ cursor }, mcp) => {
      const { items, ...rest } = pageOf(await known(context), cursor);
      return { skills: items, ...rest, ...cacheHint(mcp) };
    });
    server.setRequestHandler("skills/get", { params: GET_PARAMS }, async ({ uri }, mcp) => {
      const skill = (await known(context)).find((each) => each.uri === uri);
      if (skill !== undefined) return { skill, ...cacheHint(mcp) };
      const message = `No skill is served at ${cutText(uri)}`;
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
    });
  };
  return {
    methodPrefix: "skills/",
    capabilities: { extensions: { "io.modelcontextprotocol/skills": { directoryRead: true } } },
    register,
  };
}

/** Results of 2026-07-28 alone have one; their requests have an envelope. */
function cacheHint({ mcpReq }: ServerContext): Partial<typeof CACHE_HINT> {
  return mcpReq.envelope === undefined ? {} : CACHE_HINT;
}
