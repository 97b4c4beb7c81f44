/** esbuild plugins for bundling the MCP SDK for Lambda; pulumi-handler-layer loads them. */
"use strict";

const fs = require("node:fs");
const path = require("node:path");

/** @param {string} handlerText @returns {import("esbuild").Plugin[]} */
exports.plugins = (handlerText) => {
  const unused = UNUSED.filter(({ names }) => !names.test(handlerText));
  // What needs Ajv: schemas given as JSON Schema, and responses of a client to what a tool asks it.
  const needsValidator = /\b(fromJsonSchema|elicitInput)\b/.test(handlerText);
  return [sdkSources(unused), ...(needsValidator ? [] : [withoutJsonSchemaValidator])];
};

/** Parts of the SDK that bundlers keep, and that are left out unless the handler names them. */
const UNUSED = [
  {
    // A table of all types of the protocol and of OAuth, filled at each start.
    names: /\b(isSpecType|specTypeSchemas)\b/,
    text: /^for \(const (key of SPEC_SCHEMA_KEYS|\[key, schema\] of Object\.entries\(authSchemas\))\).*$/gm,
    replacement: "",
  },
  {
    // Its transport for 2025 clients; this package has one of its own.
    names: /\b(createMcpHandler|legacyStatelessFallback)\b/,
    text: /^function createLegacyStatelessFallback\([^]*?^}$/m,
    replacement:
      'function createLegacyStatelessFallback() { throw new Error("bundled without the legacy transport: see mcp-lambda/bundling"); }',
  },
];

/** The SDK's validator is a third of the bundle, and used by few. */
const withoutJsonSchemaValidator = {
  name: "without-json-schema-validator",
  setup(build) {
    build.onResolve({ filter: /^@modelcontextprotocol\/server\/_shims$/ }, () => ({
      path: "without-json-schema-validator",
      namespace: "stub",
    }));
    build.onLoad({ filter: /.*/, namespace: "stub" }, () => ({
      contents: `export { default as process } from "node:process";
        export class DefaultJsonSchemaValidator {
          getValidator() { throw new Error("bundled without a JSON Schema validator: see mcp-lambda/bundling"); }
        }`,
    }));
  },
};

/**
 * The SDK's files, and no others: with a Response that does not load Node's HTTP client, and without
 * what nothing here uses.
 */
const sdkSources = (unused) => ({
  name: "sdk-sources",
  setup(build) {
    const response = path.join(__dirname, "buffered-response.mjs");
    build.onLoad(
      { filter: /@modelcontextprotocol[\\/]server[\\/]dist[\\/].*\.mjs$/ },
      ({ path: file }) => {
        const text = fs.readFileSync(file, "utf8");
        const own = unused.reduce(
          (before, { text: part, replacement: after }) => before.replace(part, after),
          text,
        );
        const line = `import { Response } from ${JSON.stringify(response)};`;
        const contents = /\bResponse\b/.test(own) ? `${line}\n${own}` : own;
        return { contents, loader: "js" };
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
