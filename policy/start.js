/**
 * What Pulumi's runner of policy packs loads. It compiles TypeScript by ts-node whatever
 * PulumiPolicy.yaml says; here esbuild does, as for the program.
 */
"use strict";

require("pulumi-handler-layer/register");
require("./index.ts");
