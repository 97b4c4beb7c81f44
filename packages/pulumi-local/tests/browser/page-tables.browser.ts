/** The tables of the page: hidden where there is none, and read again after each call. */
import { expect } from "chai";
import { onPage } from "./opened-page";

const NOTES = {
  name: "mcp-server-dev-notes",
  keyText: "owner, id",
  expires: "expires",
  count: 1,
  items: [{ owner: "alice", id: "1", text: "<b>buy</b> milk", tags: ["a"] }],
};

describe("the page's tables", () => {
  const on = onPage();

  it("are hidden, with their link, where the program declares none", async () => {
    expect(await on.page.locator("#tables").isVisible()).to.equal(false);
    expect(await on.page.locator("#tables-link").isVisible()).to.equal(false);
  });

  it("appear after the call that has made the first, with name, keys and items as JSON", async () => {
    on.stage.fake.tables = [NOTES];
    const read = on.page.waitForResponse(`${on.stage.fake.url}/~/tables`);
    await on.page.locator(".tool-names button", { hasText: "draw" }).click();
    await on.page.getByRole("button", { name: "Call draw" }).click();
    await read;

    const table = on.page.getByRole("article", { name: `Table ${NOTES.name}` });
    await table.waitFor();
    expect(await on.page.getByRole("link", { name: "Tables" }).isVisible()).to.equal(true);
    expect(await table.innerText()).to.include(
      "key: owner, id; 1 item; AWS deletes them at: expires",
    );
    expect(await table.getByRole("listitem").allTextContents()).to.deep.equal([
      '{"owner":"alice","id":"1","text":"<b>buy</b> milk","tags":["a"]}',
    ]);
  });

  it("stand between the log and the dashboard", async () => {
    const sections = await on.page.locator("main > section").all();
    const ids = await Promise.all(sections.map((section) => section.getAttribute("id")));

    const order = ["tools", "log", "tasks", "tables", "buckets", "alarms", "dashboard"];
    expect(ids.slice(ids.indexOf("tools"))).to.deep.equal(order);
  });

  it("say how many items there are beside those that are shown", async () => {
    on.stage.fake.tables = [{ ...NOTES, count: 120, expires: "" }];

    await on.page.getByText("key: owner, id; 120 items, the first 1 below").waitFor();
  });

  it("ask nobody else, and the browser has nothing to complain of", () => {
    expect(on.stage.complaints).to.deep.equal([]);
  });
});
