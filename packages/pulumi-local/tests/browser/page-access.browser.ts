/** The page for everybody: themes, narrow screens, the keyboard, names of controls, a lost server. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import { startFake } from "./fake-server";
import { onStage } from "./opened-page";

/** All that can be reached by Tab, in the order of the page, as they are now: some are drawn anew. */
const CONTROLS = `[...document.querySelectorAll(
  "a[href], button, input, select, textarea, summary, [tabindex='0']",
)].filter(
  (one) => one.checkVisibility() && !one.disabled && !(one.type === "radio" && !one.checked),
)`;
const COUNT = `${CONTROLS}.length`;
/** Its number among them; -1 for what is none. */
const FOCUSED = `${CONTROLS}.indexOf(document.activeElement)`;
const OUTLINE = "getComputedStyle(document.activeElement).outlineStyle";
const BACKGROUND = "getComputedStyle(document.documentElement).backgroundColor";

describe("the page for everybody", () => {
  const on = onStage();

  const background = (page: Page): Promise<string> => page.evaluate(BACKGROUND);

  it("is light or dark as the system, or as chosen, also after loading it again", async () => {
    const light = await on.stage.open({ colorScheme: "light" });
    const dark = await on.stage.open({ colorScheme: "dark" });
    expect(await background(light)).to.equal("rgb(245, 246, 248)");
    expect(await background(dark)).to.equal("rgb(14, 17, 22)");
    await dark.getByRole("button", { name: "Theme: system" }).click();
    expect(await background(dark)).to.equal("rgb(245, 246, 248)");
    await dark.reload();
    expect(await background(dark)).to.equal("rgb(245, 246, 248)");
    await dark.getByRole("button", { name: "Theme: light" }).click();
    expect(await background(dark)).to.equal("rgb(14, 17, 22)");
    await light.close();
    await dark.close();
  });

  for (const width of [400, 700, 1280]) {
    it(`fits ${width} px without scrolling sideways, with the largest form open`, async () => {
      const page = await on.stage.open({ viewport: { width, height: 800 } });
      await page.getByRole("button", { name: /^everything/ }).click();
      await page.getByRole("button", { name: "Add to tags" }).click();
      on.stage.fake.log.add({ at: Date.now(), kind: "function", text: "x".repeat(2_000) });
      await page.getByText("xxxx").last().waitFor();
      expect(await page.evaluate("document.documentElement.scrollWidth")).to.equal(width);
      await page.close();
    });
  }

  it("leads Tab to every control, in order, with a visible focus", async () => {
    const page = await on.stage.open();
    const count = await page.evaluate<number>(COUNT);
    const reached: number[] = [];
    for (let presses = 0; presses < count + 10 && reached.length < count; presses += 1) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate<number>(FOCUSED);
      if (focused === -1) continue;
      reached.push(focused);
      expect(await page.evaluate(OUTLINE), `focus of control ${focused}`).to.not.equal("none");
    }
    expect(count).to.be.greaterThan(20);
    expect(reached).to.deep.equal(Array.from({ length: count }, (_, index) => index));
    await page.close();
  });

  it("gives every control a name", async () => {
    const page = await on.stage.open();
    await page.getByRole("button", { name: /^everything/ }).click();
    await page.getByRole("button", { name: "Add to tags" }).click();
    const controls = (await page.locator("body").ariaSnapshot())
      .split("\n")
      .filter((line) =>
        /- (button|link|textbox|searchbox|combobox|checkbox|radio|spinbutton)\b/.test(line),
      );
    expect(controls.length).to.be.greaterThan(25);
    expect(controls.filter((line) => !/^\s*- \w+ "[^"]+"/.test(line))).to.deep.equal([]);
    await page.close();
  });

  it("asks nobody else, and the browser has nothing to complain of", () => {
    expect(on.stage.complaints).to.deep.equal([]);
  });

  it("says in one line when the dashboard cannot be made", async () => {
    const page = await on.stage.open();
    on.stage.fake.view = () => {
      throw new Error("the dashboard body is no JSON\n  at somewhere");
    };
    const line = page.getByRole("alert");
    await line.waitFor();
    expect(await line.textContent()).to.equal(
      "The dashboard cannot be shown: the dashboard body is no JSON",
    );
    await page.close();
  });

  it("says when the server is gone, and takes up again when it is back", async () => {
    const page = await on.stage.open();
    await on.stage.fake.close();
    await page.getByText("is npm start running?").waitFor();
    const listed = page.waitForResponse((response) => response.url().endsWith("/~/call"));
    const back = await startFake(Number(new URL(on.stage.fake.url).port));
    try {
      await page.getByText("connected", { exact: true }).waitFor();
      await listed;
      back.log.add({ at: Date.now(), kind: "request", text: "200 after the break" });
      await page.getByText("200 after the break").waitFor();
    } finally {
      await back.close();
    }
  });
});
