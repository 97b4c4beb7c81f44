/** Options of `npm start`, for start.js, which reads them before anything else is loaded, and start.ts. */
"use strict";

const text = { type: "string" };
const flag = { type: "boolean" };

exports.START_OPTIONS = {
  stack: text,
  port: text,
  concurrency: text,
  "throttle-excess": flag,
  open: text,
  inspect: flag,
  "inspect-port": text,
  watch: flag,
  oauth: flag,
  "oauth-port": text,
  keep: flag,
  json: flag,
  verbose: flag,
};

exports.DEFAULT_PORT = 3000;
