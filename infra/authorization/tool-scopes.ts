/** The scopes that tools name in their own files, as data for the deployment. */
import * as pulumi from "@pulumi/pulumi";
import { type HandlerSource, readDefinition } from "pulumi-handler-layer";
import { toolVariables } from "../tool-access";

/** Scopes by the tool's name; tools that need none are not in it. */
export type ScopesByTool = Readonly<Record<string, readonly string[]>>;

const SERVER: HandlerSource = { module: "handlers/server.ts", export: "defineServer" };

/** @param source what defines the server; default: defineServer of handlers/server.ts. */
export function toolScopes(source = SERVER): pulumi.Output<ScopesByTool> {
  const by = { module: "mcp-lambda", export: "toolScopes" };
  const read = readDefinition(source, { by, variables: toolVariables });
  return pulumi.output(read.then((scopes) => (scopes ?? {}) as ScopesByTool));
}

/** All of them, each once, in the order of the tools. */
export function allScopes(byTool: ScopesByTool): readonly string[] {
  return [...new Set(Object.values(byTool).flat())];
}

/** The other way round, which is shorter where many tools need the same. */
export function toolsByScope(byTool: ScopesByTool): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    allScopes(byTool).map((scope) => [
      scope,
      Object.keys(byTool).filter((tool) => byTool[tool]?.includes(scope)),
    ]),
  );
}
