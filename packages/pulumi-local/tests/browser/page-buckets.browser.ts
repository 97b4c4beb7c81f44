/** The buckets of the page, beside the tables: hidden where there is none. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import { type Stage, setStage } from "./opened-page";

describe("the page's buckets", () => {
  let stage: Stage;
  let page: Page;

  before(async function () {
    stage = await setStage(this);
    page = await stage.open();
  });
  after(async () => {
    await (stage as Stage | undefined)?.close();
  });

  it("are hidden, with their link, where there is none", async () => {
    expect(await page.locator("#buckets").isVisible()).to.equal(false);
    expect(await page.locator("#buckets-link").isVisible()).to.equal(false);
  });

  it("appear with what was written last: key, type, size and time", async () => {
    const modified = Date.now();
    const object = { key: "reports/<b>.csv", type: "text/csv", bytes: 12_345, modified };
    stage.fake.buckets = [{ name: "files", count: 51, bytes: 3_400_000, objects: [object] }];
    const bucket = page.getByRole("article", { name: "Bucket files" });
    await bucket.waitFor();

    expect(await page.getByRole("link", { name: "Buckets" }).isVisible()).to.equal(true);
    await bucket.getByText("51 objects, the 1 newest below; 3.4 MB").waitFor();
    const cells = await bucket.locator("tbody :is(th, td)").allTextContents();
    expect(cells.slice(0, 3)).to.deep.equal(["reports/<b>.csv", "text/csv", "12.3 kB"]);
  });

  it("ask nobody else, and the browser has nothing to complain of", () => {
    expect(stage.complaints).to.deep.equal([]);
  });
});
