/**
 * esbuild plugins for bundling the MCP SDK for Lambda; pulumi-handler-layer loads them. What is changed
 * of the SDK's text makes it smaller and its requests cheaper, and nothing else (decision 8).
 */
"use strict";

const fs = require("node:fs");
const path = require("node:path");

/** @param {string} handlerText @returns {import("esbuild").Plugin[]} */
exports.plugins = (handlerText) => {
  const changes = SDK_CHANGES.filter(({ names }) => !names.test(handlerText));
  // What needs Ajv: schemas given as JSON Schema, and responses of a client to what a tool asks it.
  const needsValidator = /\b(fromJsonSchema|elicitInput)\b/.test(handlerText);
  return [
    sdkSources(changes),
    ...(needsValidator ? [] : [withoutJsonSchemaValidator]),
    // A task that runs in its request asks by the same way.
    ...(/\b(asks|background)\b/.test(handlerText) ? [] : [withoutAsking]),
    ...(/\bbackground\b/.test(handlerText) ? [] : [withoutTasks]),
    ...(/\bui\b/.test(handlerText) ? [] : [withoutToolPages]),
  ];
};

const SCOPE_CHALLENGES = /[sS]copeChallenge|\brequireScopes\b/;

/**
 * Changes of the SDK's text, made unless the handler says the names: what it uses is left as it is.
 * tests/bundling.test.ts fails when a new version of the SDK has no such text.
 */
const SDK_CHANGES = [
  {
    // A table of all types of the protocol and of OAuth, filled at each start.
    names: /\b(isSpecType|specTypeSchemas)\b/,
    text: /^for \(const (key of SPEC_SCHEMA_KEYS|\[key, schema\] of Object\.entries\(authSchemas\))\).*$/gm,
    replacement: "",
  },
  {
    // A table that explains the order of checks to people; no code reads it.
    names: /\bINBOUND_VALIDATION_LADDER\b/,
    text: /^const INBOUND_VALIDATION_LADDER = \[[^]*?^\];$/m,
    replacement: "",
  },
  {
    // An error that is made whenever a server is closed: finding its stack takes a fifth of a call.
    names: /\bSdkErrorCode\b/,
    text: /^\t\tconst error = (new SdkError\(SdkErrorCode\.ConnectionClosed, "Connection closed"\));$/m,
    replacement:
      "const { stackTraceLimit } = Error; Error.stackTraceLimit = 0; const error = $1; Error.stackTraceLimit = stackTraceLimit;",
  },
  {
    // An accessor of each registered tool's own: V8 makes a hidden class for it, in the old generation,
    // which keeps the entire server of a request until the next full collection.
    names: /\boutputSchemaJson\b/,
    text: /get outputSchemaJson\(\) \{\s+return outputSchemaJson \?\?= (convertOutputSchemaJson)\(registeredTool\.outputSchema\);\s+\},\s+set outputSchemaJson\(value\) \{[^}]*\},/,
    replacement: "outputSchemaJson: $1(outputSchema),",
  },
  {
    // The same of each list of subscribers, of which a request here has none.
    names: /\bopenCount\b/,
    text: /get openCount\(\) \{\s+return open\.size;\s+\}/,
    replacement: "openCount: () => open.size",
  },
  {
    // The same of what zod answers to a value that does not match: a message without the member that
    // these strict schemas demand is told apart without them.
    names: /\bJSONRPC(Result|Error)ResponseSchema\b/,
    text: /\(value\) => (JSONRPC(Result|Error)ResponseSchema\.safeParse\(value\)\.success);/g,
    replacement: (_, parse, kind) =>
      `(value) => value !== null && typeof value === "object" && "${kind.toLowerCase()}" in value && ${parse};`,
  },
  {
    // Its transport for 2025 clients; this package has one of its own.
    names: /\b(createMcpHandler|legacyStatelessFallback)\b/,
    text: /^function createLegacyStatelessFallback\([^]*?^}$/m,
    replacement:
      'function createLegacyStatelessFallback() { throw new Error("bundled without the legacy transport: see mcp-lambda/bundling"); }',
  },
  {
    // Warnings of a tool's name at each request; names are checked with the definition.
    names: /\bvalidateAndWarnToolName\b/,
    text: /\bvalidateAndWarnToolName\((?:name|updates\.name)\);/g,
    replacement: ";",
  },
  {
    // Challenges for scopes, whose header API Gateway would rename: tools name their scopes to this
    // package, which checks them (features/call-tool.ts).
    names: SCOPE_CHALLENGES,
    text: /^\t\tif \(route\.messageKind === "request" && product instanceof McpServer\) try \{\s+const challenge = [^]*?^\t\t\}$/m,
    replacement: "",
  },
  {
    // The same of each server: a function in a field of its own.
    names: SCOPE_CHALLENGES,
    text: /^\tresolveScopeChallenge = \(context\) => \{[^]*?^\t\};$/m,
    replacement: "",
  },
  {
    // What asks 2025 clients in place of a tool, which a stateless server cannot (create-server.ts).
    names: /\b(legacyShim|_legacyInputRequiredShim)\b/,
    text: /^\t_legacyInputRequiredShim\(\) \{[^]*?^\t\}$/m,
    replacement:
      '_legacyInputRequiredShim() { throw new Error("bundled without it: see mcp-lambda/bundling"); }',
  },
];

/** Puts a module of ours in the place of one that the handler does not need. */
const inPlaceOf = (filter, name, contents) => ({
  name,
  setup(build) {
    build.onResolve({ filter }, () => ({ path: name, namespace: name }));
    build.onLoad({ filter: /.*/, namespace: name }, () => ({ contents }));
  },
});

/** The SDK's validator is a third of the bundle, and used by few. */
const withoutJsonSchemaValidator = inPlaceOf(
  /^@modelcontextprotocol\/server\/_shims$/,
  "without-json-schema-validator",
  `export { default as process } from "node:process";
  export class DefaultJsonSchemaValidator {
    getValidator() { throw new Error("bundled without a JSON Schema validator: see mcp-lambda/bundling"); }
  }`,
);

/** What runs tools that ask, which no tool does where the handler does not say so. */
const withoutAsking = inPlaceOf(
  /[\\/]asks[\\/]run-asking$/,
  "without-asking",
  `function refuse() { throw new Error('a tool asks, and no module of the handler says "asks": define the tool there (mcp-lambda/bundling)'); }
  export { refuse as prepareAsking, refuse as withConfirmArgument };`,
);

/** Tasks, where the handler does not say that a tool runs in the background. */
const withoutTasks = inPlaceOf(
  /[\\/]tasks[\\/]prepare-tasks$/,
  "without-tasks",
  `export function prepareTasks(tools) {
    if (tools.every(({ background }) => background === undefined)) return undefined;
    throw new Error('a tool is a task, and no module of the handler says "background": define the tool there (mcp-lambda/bundling)');
  }`,
);

/** Pages of tools, where the handler does not say that one has a page. */
const withoutToolPages = inPlaceOf(
  /[\\/]ui[\\/]tool-pages$/,
  "without-tool-pages",
  `function refuse() { throw new Error('a tool has a page, and no module of the handler says "ui": define the tool there (mcp-lambda/bundling)'); }
  export { refuse as uiProblem, refuse as withToolPages };`,
);

/**
 * V8 makes a function that is assigned to a property in the old generation, where what it refers to, a
 * request's entire server, lives until the next full collection. One that goes through a variable is
 * made in the young generation.
 */
const ASSIGNED_CLOSURE = /(\.\w+ = )(?=(?:async )?(?:\([\w$, ]*\)|[\w$]+) => )/g;

/**
 * The SDK's files, and no others: with a Response that does not load Node's HTTP client, and without
 * what nothing here uses.
 */
const sdkSources = (changes) => ({
  name: "sdk-sources",
  setup(build) {
    const response = path.join(__dirname, "buffered-response.mjs");
    build.onLoad(
      { filter: /@modelcontextprotocol[\\/]server[\\/]dist[\\/].*\.mjs$/ },
      ({ path: file }) => {
        const text = fs.readFileSync(file, "utf8");
        const own = changes.reduce(
          (before, { text: part, replacement: after }) => before.replace(part, after),
          text,
        );
        const line = `import { Response } from ${JSON.stringify(response)};`;
        const head = /\bResponse\b/.test(own) ? `${line}\n` : "";
        const young = own.replace(ASSIGNED_CLOSURE, "$1sdkClosure = ");
        return { contents: `${head}let sdkClosure;\n${young}`, loader: "js" };
      },
    );
    // Schemas of OAuth: they are made at the load, and have no effect beside that.
    build.onResolve({ filter: /^\.\/auth-[\w-]+\.mjs$/ }, ({ path: file, resolveDir }) =>
      resolveDir.replaceAll("\\", "/").endsWith("@modelcontextprotocol/core/dist")
        ? { path: path.join(resolveDir, file), sideEffects: false }
        : undefined,
    );
  },
});

exports.SDK_CHANGES = SDK_CHANGES;
exports.ASSIGNED_CLOSURE = ASSIGNED_CLOSURE;
