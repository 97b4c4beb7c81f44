/** AWS's run-mcp-servers-with-aws-lambda: a stdio server, started for each request. */
import {
  APIGatewayProxyEventHandler,
  StdioServerAdapterRequestHandler,
} from "@aws/run-mcp-servers-with-aws-lambda";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("stdio-server.mjs", import.meta.url));
const requests = new StdioServerAdapterRequestHandler({
  command: process.execPath,
  args: [script],
});
const mcp = new APIGatewayProxyEventHandler(requests);
export const handler = (event, context) => mcp.handle(event, context);
