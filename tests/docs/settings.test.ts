/** docs/settings.md: its tables are those of the program. `npm run docs` writes them anew. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { PROJECT_ROOT } from "pulumi-local";
import type { Settings } from "../../infra/settings";
import { type Config, readConfig } from "../support/read-config";
import { settingsTables } from "./settings-table";

const FILE = path.join(PROJECT_ROOT, "docs/settings.md");
const MARKED = /(?<=<!-- settings -->\n)[^]*(?=<!-- \/settings -->)/;

/** Key and default of each row that has one. */
const DEFAULTS = [
  ...fs.readFileSync(FILE, "utf8").matchAll(/^\| `(\w+)` +\| .*? +\| `([^`]*)` +\| [^|]* \|$/gm),
].map(([, key = "", fallback = ""]) => [key, fallback] as const);

/** A stack in which every setting of a mode may be set. */
const MODES: readonly (readonly [prefix: RegExp, config: Config])[] = [
  [/^(jwt|authCache)/, { auth: "jwt", jwtIssuer: "https://a.test", jwtAudience: "https://b.test" }],
  [/^apiKey/, { auth: "apiKey", apiKeys: "a" }],
];

async function settingsWith(key: string, config: Config): Promise<Settings> {
  const base = MODES.find(([prefix]) => prefix.test(key))?.[1] ?? {};
  return (await readConfig({ ...base, ...config })).settings;
}

describe("docs/settings.md", () => {
  it("has the tables that the program's source makes", async () => {
    const before = fs.readFileSync(FILE, "utf8");
    const after = before.replace(MARKED, `\n${await settingsTables()}\n\n`);
    const options = await resolveConfig(FILE);
    const written = await format(after, { ...options, parser: "markdown" });
    if (process.env["WRITE_DOCS"] === "1") fs.writeFileSync(FILE, written);

    expect(fs.readFileSync(FILE, "utf8"), "run: npm run docs").to.equal(written);
  });

  it("has more than half of all settings with a default", () => {
    expect(DEFAULTS.length).to.be.greaterThan(30);
  });

  for (const [key, fallback] of DEFAULTS) {
    it(`has the default of ${key}`, async () => {
      const set = await settingsWith(key, { [key]: fallback });

      expect(set).to.deep.equal(await settingsWith(key, {}));
    });
  }
});
