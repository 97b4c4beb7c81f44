/** A copy of the project, served with --watch, whose tool `add` a test edits. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { LocalServer, type ProgramWatch, readStackSettings, watchProgram } from "pulumi-local";
import { FIRST_REQUEST, post } from "mcp-lambda/testing";
import { copyProject } from "./project-copy";

export interface EditedProject {
  readonly server: LocalServer;
  readonly watch: ProgramWatch;
  /** What was reported to the user. */
  readonly reports: readonly string[];
  /** Saves a file with a part of it replaced. */
  readonly edit: (file: string, part: string | RegExp, by: string) => void;
  /** Saves a file as it was at first. */
  readonly restore: (file: string) => void;
  /** What the tool `add` answers to the first request. */
  readonly ask: () => Promise<string>;
  readonly close: () => Promise<void>;
}

export async function serveEditedProject(): Promise<EditedProject> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mcp-server-edited-"));
  const root = copyProject(path.join(folder, "project"));
  const readSettings = (): ReturnType<typeof readStackSettings> => {
    const settings = readStackSettings(root, "dev");
    const unthrottled = { "mcp-server:throttleRate": "1000", "mcp-server:throttleBurst": "1000" };
    return { ...settings, config: { ...settings.config, ...unthrottled } };
  };
  const server = await LocalServer.start({
    settings: readSettings(),
    programFolder: root,
    port: 0,
    concurrency: 1,
    keepPrepared: true,
    onWarning: () => undefined,
    onLine: () => undefined,
  });
  const reports: string[] = [];
  const report = (text: string): unknown => reports.push(text);
  const watch = watchProgram({ server, root, readSettings, report });
  const originals = new Map<string, string>();
  const read = (file: string): string => fs.readFileSync(path.join(root, file), "utf8");
  const save = (file: string, text: string): void => {
    if (!originals.has(file)) originals.set(file, read(file));
    fs.writeFileSync(path.join(root, file), text);
  };
  return {
    server,
    watch,
    reports,
    edit: (file, part, by) => {
      const text = read(file);
      const edited = text.replace(part, by);
      if (edited === text) throw new Error(`${file} has no ${String(part)}`);
      save(file, edited);
    },
    restore: (file) => {
      save(file, originals.get(file) ?? read(file));
    },
    ask: async () => {
      // Long enough for the file system to tell of a save.
      await new Promise((resolve) => setTimeout(resolve, 150));
      const { json } = await post(server.endpoint, FIRST_REQUEST);
      return (json as { result: { content: { text: string }[] } }).result.content[0]?.text ?? "";
    },
    close: async () => {
      watch.close();
      await server.close();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}
