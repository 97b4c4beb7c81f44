/** esbuild plugins for bundling the MCP SDK for Lambda; pulumi-handler-layer loads them. */
"use strict";

const fs = require("node:fs");
const path = require("node:path");

/** @param {string} handlerText @returns {import("esbuild").Plugin[]} */
exports.plugins = (handlerText) =>
  // What needs Ajv: schemas given as JSON Schema, and responses of a client to what a tool asks it.
  /\b(fromJsonSchema|elicitInput)\b/.test(handlerText)
    ? [withBufferedResponse]
    : [withBufferedResponse, withoutJsonSchemaValidator];

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

/** Gives the SDK's files, and no others, a Response that does not load Node's HTTP client. */
const withBufferedResponse = {
  name: "with-buffered-response",
  setup(build) {
    const replacement = path.join(__dirname, "buffered-response.mjs");
    build.onLoad(
      { filter: /@modelcontextprotocol[\\/]server[\\/]dist[\\/].*\.mjs$/ },
      ({ path: file }) => {
        const text = fs.readFileSync(file, "utf8");
        if (!/\bResponse\b/.test(text)) return undefined;
        const line = `import { Response } from ${JSON.stringify(replacement)};`;
        return { contents: `${line}\n${text}`, loader: "js" };
      },
    );
  },
};
