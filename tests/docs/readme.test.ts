/** README.md: its table of settings is that of the program, with the program's defaults. */
import { expect } from "chai";
import type { Settings } from "../../infra/settings";
import { type Config, readConfig } from "../support/read-config";
import { readDocument } from "./settings-of-docs";

const SECTION = readDocument("README.md")
  .split(/^## /m)
  .find((text) => text.startsWith("Settings"));

interface Row {
  readonly key: string;
  /** As it is set; undefined where there is none, or the table says it in words. */
  readonly fallback: string | undefined;
}

const ROWS: readonly Row[] = [
  ...(SECTION ?? "").matchAll(/^\| `([\w:]+)` +\| .*? +\| (`[^`]*`|[^|]*?) +\| /gm),
].map(([, key = "", cell = ""]) => ({ key, fallback: /^`(.*)`$/.exec(cell)?.[1] }));

/** Keys that the program knows, in its own words. */
async function knownKeys(): Promise<readonly string[]> {
  try {
    await readConfig({ noSuchSetting: "1" });
  } catch (error) {
    const list = /The settings are (.*?)\. Remove it/.exec((error as Error).message)?.[1];
    return list?.split(", ") ?? [];
  }
  return [];
}

/** A stack in which every setting of a mode may be set. */
const MODES: readonly (readonly [prefix: RegExp, config: Config])[] = [
  [/^(jwt|authCache)/, { auth: "jwt", jwtIssuer: "https://a.test", jwtAudience: "https://b.test" }],
  [/^apiKey/, { auth: "apiKey", apiKeys: "a" }],
];

async function settingsWith(key: string, config: Config): Promise<Settings> {
  const base = MODES.find(([prefix]) => prefix.test(key))?.[1] ?? {};
  return (await readConfig({ ...base, ...config })).settings;
}

describe("README.md", () => {
  it("has a row for each setting, and for none that there is not", async () => {
    const keys = ROWS.map(({ key }) => key).filter((key) => key !== "aws:region");

    expect([...keys].sort()).to.deep.equal([...(await knownKeys())].sort());
    expect(new Set(keys)).to.have.property("size", keys.length);
  });

  for (const { key, fallback } of ROWS) {
    if (fallback === undefined) continue;
    it(`has the default of ${key}`, async () => {
      const set = await settingsWith(key, { [key]: fallback });

      expect(set).to.deep.equal(await settingsWith(key, {}));
    });
  }
});
