/** Texts with which a project of one's own begins. */

export interface Identity {
  /** Of Pulumi.yaml, package.json, and the start of all names in AWS. */
  readonly name: string;
  /** Of Pulumi.yaml, one sentence. */
  readonly description: string;
}

/** handlers/server.ts with nothing in its lists; npm run new:tool extends it. */
export function serverText({ description }: Identity): string {
  return `/**
 * The MCP server: who it is, and its tools, resources and prompts, in the order in which lists show
 * them. \`npm run new:tool NAME\` adds a tool here and in a file of its own.
 */
import { name, version } from "../package.json";
import type { ServerDefinition } from "mcp-lambda";

export function defineServer(): ServerDefinition {
  return {
    info: { name, version, title: ${JSON.stringify(description)} },
    // What a model should know of the server as a whole.
    instructions: "",
    tools: [],
    resources: [],
    resourceTemplates: [],
    prompts: [],
  };
}
`;
}

export function readmeText({ name, description }: Identity): string {
  return `# ${name}

${description}

\`\`\`sh
npm ci && npm start            # serves it on this machine
npm run new:tool -- my-tool    # a tool, its test, its entry in handlers/server.ts
npm run check                  # types, lint, format, size, tests
npm run preview                # what a deployment would change
npm run up                     # deploys the selected stack
\`\`\`

- [docs/tools.md](docs/tools.md): tools, and what they may use
- [docs/settings.md](docs/settings.md): settings of a stack
- [docs/deploy.md](docs/deploy.md): deployment and its permissions
- [docs/operations.md](docs/operations.md): alarms, and what to do then
- [docs/upgrading.md](docs/upgrading.md): a newer version of the template
`;
}

export const CHANGELOG = "# Changelog\n";
