/** `npm run connect`: ready lines for the clients that people use, and for curl. */
import {
  connectionLines,
  DEFAULT_PORT,
  DEFAULT_STACK,
  readArguments,
  runCommand,
  UserError,
} from "pulumi-local";

const USAGE = `npm run connect -- [--stack NAME] [--port NUMBER] [--url URL]

  --stack  stack that npm start serves; default ${DEFAULT_STACK}
  --port   port that npm start listens on; default ${DEFAULT_PORT}
  --url    another endpoint, for example: "$(pulumi stack output endpoint)"
`;

runCommand(async () => {
  const text = { type: "string" } as const;
  const options = { stack: text, port: text, url: text };
  const args = readArguments(process.argv.slice(2), options, USAGE);
  const port = args.wholeNumber("port", 1, 65_535) ?? DEFAULT_PORT;
  const local = `http://127.0.0.1:${port}/${args.text("stack") ?? DEFAULT_STACK}/mcp`;
  process.stdout.write(connectionLines(checkedUrl(args.text("url") ?? local)));
});

/** @throws UserError when it is not one that clients can call. */
function checkedUrl(url: string): string {
  const isUrl = URL.canParse(url) && /^https?:\/\//i.test(url) && !/\p{Cc}/u.test(url);
  if (isUrl) return url;
  throw new UserError(
    `--url is ${JSON.stringify(url)} but must be a URL that begins with https:// or http://, for example: "$(pulumi stack output endpoint)"`,
  );
}
