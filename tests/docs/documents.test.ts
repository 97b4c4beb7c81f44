/** All documents: their links lead somewhere, README.md is two screens, and others keep their form. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import { START_OPTIONS } from "../../packages/pulumi-local/cli/start-options";
import { documents } from "./commands/blocks";
import { readDocument } from "./settings-of-docs";

const README_LINES = 120;
const README_TABLE_WIDTH = 160;
const AGENTS_LINES = 60;

/** Without blocks and code, in which brackets are no links. */
const proseOf = (text: string): string =>
  text.replace(/^( *)```[^]*?^ *```$/gm, "").replace(/`[^`\n]*`/g, "");

/** Anchors as GitHub makes them: https://github.com/gjtorikian/html-pipeline (toc filter). */
function anchorsIn(file: string): readonly string[] {
  const headings = readDocument(file)
    .replace(/^```[^]*?^```$/gm, "")
    .matchAll(/^#+ (.+)$/gm);
  const seen = new Map<string, number>();
  return [...headings].map(([, title = ""]) => {
    const text = title.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const slug = text.replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return times === 0 ? slug : `${slug}-${times}`;
  });
}

/** What is wrong with a link of a document; undefined when it leads somewhere. */
function faultOf(file: string, link: string): string | undefined {
  if (/^(https?:|mailto:)/.test(link)) return undefined;
  const [target = "", anchor] = link.split("#");
  const name = target === "" ? file : path.posix.join(path.posix.dirname(file), target);
  const whole = path.join(PROJECT_ROOT, name);
  if (!fs.existsSync(whole)) return `${file}: ${link}, there is no ${name}`;
  if (anchor === undefined || !name.endsWith(".md")) return undefined;
  return anchorsIn(name).includes(anchor)
    ? undefined
    : `${file}: ${link}, no heading is #${anchor}`;
}

describe("documents", () => {
  it("link to files and headings that are there", () => {
    const faults = documents().flatMap((file) => {
      const links = proseOf(readDocument(file)).matchAll(/\]\(([^)\s]+)\)/g);
      return [...links].flatMap(([, link = ""]) => faultOf(file, link) ?? []);
    });

    expect(faults).to.deep.equal([]);
  });

  it("give settings without the project's name, which is another in a project of pulumi new", () => {
    const named = documents().flatMap((file) =>
      [...readDocument(file).matchAll(/mcp-server:[a-z]\w*/g)].map(([key]) => `${file}: ${key}`),
    );

    expect(named).to.deep.equal([]);
  });

  it("are all named by README.md or docs/README.md", () => {
    const named = `${readDocument("README.md")}${readDocument("docs/README.md")}`;
    const missing = documents()
      .filter((file) => /^docs\/[^/]+\.md$/.test(file) && file !== "docs/README.md")
      .filter((file) => !named.includes(`(${path.basename(file)})`));

    expect(missing).to.deep.equal([]);
  });

  it("name no path of somebody's machine", () => {
    const named = documents().filter((file) => /\/(home|Users|root)\/\w/.test(readDocument(file)));

    expect(named).to.deep.equal([]);
  });
});

describe("README.md", () => {
  const lines = readDocument("README.md").trimEnd().split("\n");

  it(`has at most ${README_LINES} lines, and no table wider than ${README_TABLE_WIDTH}`, () => {
    const wide = lines.filter((line) => line.startsWith("|") && line.length > README_TABLE_WIDTH);

    expect(lines.length).to.be.at.most(README_LINES);
    expect(wide).to.deep.equal([]);
  });

  it("has its parts in the order in which people need them", () => {
    const titles = lines.filter((line) => line.startsWith("## ")).map((line) => line.slice(3));

    expect(titles).to.deep.equal([
      "Run",
      "Add a tool",
      "Connect",
      "Deploy",
      "Look",
      "What it costs",
      "More",
    ]);
  });

  it("says of its speed what bench/RESULTS.md has", () => {
    const results = readDocument("bench/RESULTS.md");
    const row = (name: string, part: string): readonly string[] => {
      const [, section = ""] = results.split(`## ${part}\n`);
      const line = section.split("\n").find((text) => text.startsWith(`| ${name} `)) ?? "";
      return line.split("|").map((cell) => cell.trim());
    };
    const said = ["this server", "official SDK, one bundle"].flatMap((name) => {
      const [, , , , cold] = row(name, "2025 protocol");
      const warm = row(name, "2025 protocol")[6];
      const changed = row(name, "Package")[4];
      return [`${cold ?? "?"} ms`, `${warm ?? "?"} µs`, changed ?? "?"];
    });
    const [sentence = ""] =
      /(?<=<!-- bench -->)[^]*(?=<!-- \/bench -->)/.exec(lines.join("\n")) ?? [];

    for (const figure of said) expect(sentence).to.include(figure);
  });
});

describe("docs/run.md", () => {
  it("has a row for each option of npm start", () => {
    const text = readDocument("docs/run.md");
    const missing = Object.keys(START_OPTIONS).filter((name) => !text.includes(`\`--${name}`));

    expect(missing).to.deep.equal([]);
  });
});

describe("AGENTS.md", () => {
  it(`has at most ${AGENTS_LINES} lines`, () => {
    expect(readDocument("AGENTS.md").trimEnd().split("\n").length).to.be.at.most(AGENTS_LINES);
  });

  it("is what Claude Code reads, and the skill stands once", () => {
    const header = (file: string): string => readDocument(file).split("---")[1] ?? "";
    const skill = "skills/add-tool/SKILL.md";

    expect(readDocument("CLAUDE.md").trim()).to.equal("@AGENTS.md");
    expect(header(`.claude/${skill}`)).to.equal(header(`.agents/${skill}`));
    expect(readDocument(`.claude/${skill}`)).to.include(`.agents/${skill}`);
  });
});
