/**
 * `npm run size`: what is uploaded, against the budget in size-budget.json. Exit status 1 over
 * budget; part of `npm run check`. With --hashes it prints what the bytes of code and layer are, to
 * compare clones.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  evaluateProgram,
  ofType,
  UserError,
  PROJECT_ROOT,
  readArguments,
  readStackSettings,
  runCommand,
  type UnpackedArchive,
} from "pulumi-local";
import budget from "../size-budget.json";
import { bundledSettings } from "./bundled-settings";
import { zippedBytes } from "./zipped";

interface Size {
  readonly what: string;
  readonly files: number;
  readonly bytes: number;
  readonly zipped: number;
  readonly budget: number;
}

function sizeOf(what: string, { folder, files }: UnpackedArchive, allowed: number): Size {
  const contents = files.map((file) => fs.readFileSync(path.join(folder, file)));
  const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
  return {
    what,
    files: files.length,
    bytes: sum(contents.map((content) => content.length)),
    zipped: sum(contents.map(zippedBytes)),
    budget: allowed,
  };
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  "),
    )
    .join("\n");
}

const USAGE = `npm run size [-- --hashes]

  --hashes  prints the SHA-256 of code and layer, and nothing else
`;

runCommand(async () => {
  const args = readArguments(process.argv.slice(2), { hashes: { type: "boolean" } }, USAGE);
  const workFolder = fs.mkdtempSync(path.join(os.tmpdir(), "mcp-server-size-"));
  process.once("exit", () => {
    fs.rmSync(workFolder, { recursive: true, force: true });
  });
  // With an authorizer, so that it is bundled too.
  const settings = bundledSettings(readStackSettings(PROJECT_ROOT, "dev"), {
    auth: "jwt",
    jwtIssuer: "https://issuer.example.com",
    publicUrl: "https://mcp.example.com/mcp",
  });
  const program = await evaluateProgram({
    ...settings,
    workFolder,
    apiUrl: "https://api.test",
    onWarning: () => undefined,
  });
  const code = (type: string, name: string): UnpackedArchive => {
    const resource = ofType(program, type).find((one) => one.name === name);
    if (resource === undefined) throw new UserError(`The program declares no ${type} ${name}.`);
    return resource.inputs["code"] as UnpackedArchive;
  };
  const of = (name: string): Readonly<Record<"zip" | "layer", UnpackedArchive>> => ({
    zip: code("aws:lambda/function:Function", name),
    layer: code("aws:lambda/layerVersion:LayerVersion", `${name}-dependencies`),
  });
  const { zip, layer } = of("mcp-server");
  const authorizer = of("mcp-authorization-authorizer");
  if (args.flag("hashes")) {
    process.stdout.write(`code ${zip.sha256}\nlayer ${layer.sha256}\n`);
    return;
  }
  const sizes = [
    sizeOf("code (uploaded for a change of a tool)", zip, budget.codeZippedBytes),
    sizeOf("layer", layer, budget.layerZippedBytes),
    sizeOf("code of the authorizer", authorizer.zip, budget.authorizerCodeZippedBytes),
    sizeOf("its layer", authorizer.layer, budget.authorizerLayerZippedBytes),
  ];
  const rows = sizes.map((size) => [
    size.what,
    String(size.files),
    kilobytes(size.bytes),
    kilobytes(size.zipped),
    kilobytes(size.budget),
  ]);
  process.stdout.write(`${table([["", "files", "bytes", "zipped", "budget"], ...rows])}\n`);

  const over = sizes.filter(({ zipped, budget: allowed }) => zipped > allowed);
  if (over.length === 0) return;
  const names = over.map(({ what }) => what).join(" and ");
  throw new UserError(
    `\nOver budget: ${names}. Make it smaller, or raise the budget in size-budget.json on purpose.`,
  );
});
