/** The tables of the page: hidden where there is none, and read again after each call. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import { type Stage, setStage } from "./opened-page";

const NOTES = {
  name: "mcp-server-dev-notes",
  keyText: "owner, id",
  expires: "expires",
  count: 1,
  items: [{ owner: "alice", id: "1", text: "<b>buy</b> milk", tags: ["a"] }],
};

describe("the page's tables", () => {
  let stage: Stage;
  let page: Page;

  before(async function () {
    stage = await setStage(this);
    page = await stage.open();
  });
  after(async () => {
    await (stage as Stage | undefined)?.close();
  });

  it("are hidden, with their link, where the program declares none", async () => {
    expect(await page.locator("#tables").isVisible()).to.equal(false);
    expect(await page.locator("#tables-link").isVisible()).to.equal(false);
  });

  it("appear after the call that has made the first, with name, keys and items as JSON", async () => {
    stage.fake.tables = [NOTES];
    const read = page.waitForResponse(`${stage.fake.url}/~/tables`);
    await page.locator(".tool-names button", { hasText: "draw" }).click();
    await page.getByRole("button", { name: "Call draw" }).click();
    await read;

    const table = page.getByRole("article", { name: `Table ${NOTES.name}` });
    await table.waitFor();
    expect(await page.getByRole("link", { name: "Tables" }).isVisible()).to.equal(true);
    expect(await table.innerText()).to.include(
      "key: owner, id; 1 item; AWS deletes them at: expires",
    );
    expect(await table.getByRole("listitem").allTextContents()).to.deep.equal([
      '{"owner":"alice","id":"1","text":"<b>buy</b> milk","tags":["a"]}',
    ]);
  });

  it("stand between the log and the dashboard", async () => {
    const sections = await page.locator("main > section").all();
    const ids = await Promise.all(sections.map((section) => section.getAttribute("id")));

    const order = ["tools", "log", "tasks", "tables", "buckets", "alarms", "dashboard"];
    expect(ids.slice(ids.indexOf("tools"))).to.deep.equal(order);
  });

  it("say how many items there are beside those that are shown", async () => {
    stage.fake.tables = [{ ...NOTES, count: 120, expires: "" }];

    await page.getByText("key: owner, id; 120 items, the first 1 below").waitFor();
  });

  it("ask nobody else, and the browser has nothing to complain of", () => {
    expect(stage.complaints).to.deep.equal([]);
  });
});
