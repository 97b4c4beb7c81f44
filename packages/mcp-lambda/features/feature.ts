/** Server feature (the specification's word): what a server serves under methods of one kind. */
import type { McpServer, ServerCapabilities } from "@modelcontextprotocol/server";
import type { RequestContext } from "../protocol/request-context";

export interface Feature {
  /** What its methods begin with: "tools/". */
  readonly methodPrefix: string;
  readonly capabilities: ServerCapabilities;
  /** Gives the server of one request its handlers. */
  readonly register: (server: McpServer, context: RequestContext) => void;
}
