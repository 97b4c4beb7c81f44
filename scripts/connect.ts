/** `npm run connect`: ready lines for the clients that people use, and for curl. */
import {
  checkedUrl,
  type ConnectionAccess,
  connectionLines,
  DEFAULT_PORT,
  DEFAULT_STACK,
  findServerAccess,
  isOfThisMachine,
  nearest,
  readArguments,
  runCommand,
  UserError,
} from "pulumi-local";

const MODES = ["none", "iam", "apiKey", "jwt"] as const;
type Mode = (typeof MODES)[number];

const USAGE = `npm run connect -- [--stack NAME] [--port NUMBER] [--url URL] [--auth MODE]

  --stack  stack that npm start serves; default ${DEFAULT_STACK}
  --port   port that npm start listens on; default ${DEFAULT_PORT}
  --url    another endpoint, for example: "$(pulumi stack output endpoint)"
  --auth   who may call it: ${MODES.join(", ")}; default: the server is asked
`;

runCommand(async () => {
  const text = { type: "string" } as const;
  const options = { stack: text, port: text, url: text, auth: text };
  const args = readArguments(process.argv.slice(2), options, USAGE);
  const port = args.wholeNumber("port", 1, 65_535) ?? DEFAULT_PORT;
  const local = `http://127.0.0.1:${port}/${args.text("stack") ?? DEFAULT_STACK}/mcp`;
  const given = args.text("url");
  const url = checkedUrl(given ?? local);
  const mode = checkedMode(args.text("auth"));
  const access = await accessOf(url, mode);
  // A local server has the URL that it says; one that was named is called as it was named.
  const resource = access.kind === "jwt" && given === undefined ? access.resource : undefined;
  process.stdout.write(connectionLines(resource ?? url, { access }));
});

/** What the server says for itself, and otherwise what it is called with. */
async function accessOf(url: string, mode: Mode | undefined): Promise<ConnectionAccess> {
  if (mode !== undefined && mode !== "jwt") return { kind: mode };
  const found = await findServerAccess(url);
  if (mode === "jwt") return found.kind === "jwt" ? found : { kind: "jwt", scopes: [] };
  if (found.kind !== "unknown" && found.kind !== "unreachable") return found;
  const trouble =
    found.kind === "unreachable"
      ? `Nothing answers at ${url} (${found.reason}). ${isOfThisMachine(url) ? "Start it: npm start." : "The endpoint of a stack: pulumi stack output endpoint."}`
      : `${url} does not say whom it lets in (${found.reason}).`;
  process.stderr.write(
    `${trouble} These lines are for auth: none; for another say --auth ${MODES.slice(1).join("|")}.\n\n`,
  );
  return { kind: "none" };
}

/** @throws UserError when it is not one. */
function checkedMode(text: string | undefined): Mode | undefined {
  const mode = MODES.find((each) => each === text);
  if (mode !== undefined || text === undefined) return mode;
  const meant = nearest(text, MODES);
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  throw new UserError(`--auth is "${text}" but must be one of ${MODES.join(", ")}.${hint}`);
}
