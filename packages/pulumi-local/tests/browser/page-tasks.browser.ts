/** The tasks of the page: hidden where there is none, those in flight first. */
import { expect } from "chai";
import type { TaskView } from "../../stand-ins/task-view";
import { expectSoon } from "./expect-soon";
import { onPage } from "./opened-page";

const SINCE = new Date();
SINCE.setHours(1, 2, 3, 0);
const CRAWLING: TaskView = {
  id: "a".repeat(24),
  tool: "crawl-site",
  status: "working",
  message: "3 of 12 <b>pages</b>",
  since: SINCE.getTime(),
};
const ASKING: TaskView = { ...CRAWLING, id: "b".repeat(24), status: "input_required" };
const OLD: TaskView = { ...CRAWLING, id: "c".repeat(24), status: "failed", since: 1_000_000 };

describe("the page's tasks", () => {
  const on = onPage();

  const rows = async (): Promise<string[][]> => {
    const found = await on.page.locator("#tasks tbody tr").all();
    return Promise.all(found.map((row) => row.locator("th, td").allTextContents()));
  };

  it("are hidden, with their link, where there is none", async () => {
    expect(await on.page.locator("#tasks").isVisible()).to.equal(false);
    expect(await on.page.locator("#tasks-link").isVisible()).to.equal(false);
  });

  it("appear with tool, status, message, the time since when, and id", async () => {
    on.stage.fake.tasks = [CRAWLING];
    const table = on.page.getByRole("region", { name: "List of tasks" });
    await table.waitFor();

    expect(await on.page.getByRole("link", { name: "Tasks" }).isVisible()).to.equal(true);
    expect(await rows()).to.deep.equal([
      ["crawl-site", "working", "3 of 12 <b>pages</b>", "01:02:03", CRAWLING.id],
    ]);
    expect(await table.locator("time").getAttribute("datetime")).to.equal(SINCE.toISOString());
  });

  it("change with what becomes of them, by themselves", async () => {
    on.stage.fake.tasks = [ASKING, OLD];
    await on.page.getByRole("row", { name: "input required" }).waitFor();

    const [first, last] = await rows();
    expect(first?.slice(0, 2)).to.deep.equal(["crawl-site", "input required"]);
    expect(last?.[1]).to.equal("failed");
    expect(last?.[3]).to.match(/^Thu Jan 01 1970, \d\d:16:40$/);
  });

  it("fit a narrow page, where they are scrolled within their own frame", async () => {
    await on.page.setViewportSize({ width: 360, height: 700 });

    // Graphs follow a moment later.
    await expectSoon(() => on.page.evaluate("document.documentElement.scrollWidth"), 360);
    const frame = '(document.querySelector(".task-list"))';
    expect(await on.page.evaluate(`${frame}.scrollWidth > ${frame}.clientWidth`)).to.equal(true);
  });

  it("say why they cannot be read", async () => {
    const answer = { status: 500, json: { message: "the table is gone" } };
    await on.page.route("**/~/tasks", (route) => route.fulfill(answer));

    await on.page.getByText("The tasks cannot be read: the table is gone").waitFor();
    await on.page.unroute("**/~/tasks");
    await on.page.getByText("Work behind the responses, those in flight first.").waitFor();
  });

  it("ask nobody else, and the browser has nothing to complain of", () => {
    const expected = on.stage.complaints.filter((text) => !text.includes("500"));
    expect(expected).to.deep.equal([]);
  });
});
