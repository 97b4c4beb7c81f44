/** The buckets of the page, beside the tables: hidden where there is none. */
import { expect } from "chai";
import { onPage } from "./opened-page";

describe("the page's buckets", () => {
  const on = onPage();

  it("are hidden, with their link, where there is none", async () => {
    expect(await on.page.locator("#buckets").isVisible()).to.equal(false);
    expect(await on.page.locator("#buckets-link").isVisible()).to.equal(false);
  });

  it("appear with what was written last: key, type, size and time", async () => {
    const modified = Date.now();
    const object = { key: "reports/<b>.csv", type: "text/csv", bytes: 12_345, modified };
    on.stage.fake.buckets = [{ name: "files", count: 51, bytes: 3_400_000, objects: [object] }];
    const bucket = on.page.getByRole("article", { name: "Bucket files" });
    await bucket.waitFor();

    expect(await on.page.getByRole("link", { name: "Buckets" }).isVisible()).to.equal(true);
    await bucket.getByText("51 objects, the 1 newest below; 3.4 MB").waitFor();
    const cells = await bucket.locator("tbody :is(th, td)").allTextContents();
    expect(cells.slice(0, 3)).to.deep.equal(["reports/<b>.csv", "text/csv", "12.3 kB"]);
  });

  it("ask nobody else, and the browser has nothing to complain of", () => {
    expect(on.stage.complaints).to.deep.equal([]);
  });
});
