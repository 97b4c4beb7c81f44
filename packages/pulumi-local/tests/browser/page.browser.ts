/** What the page shows of a view: widgets, numbers, alarms and problems, for every reader. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import { onPage } from "./opened-page";
import { ALARMS, EMPTY_VIEW, HOSTILE_MARKDOWN, TOOL_ERRORS_ALARM, VIEW } from "./view";

/** How many points of a widget's canvas have a colour. */
const COUNT_PIXELS = `(title, [red, green, blue]) => {
  const canvas = document.querySelector('article[aria-label="' + title + '"] canvas');
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) count += 1;
  }
  return count;
}`;

describe("the page", () => {
  const on = onPage({ colorScheme: "light" });
  afterEach(() => {
    on.stage.fake.view = () => VIEW;
  });

  const widget = (title: string): ReturnType<Page["locator"]> =>
    on.page.getByRole("article", { name: title, exact: true });
  const pixels = (title: string, color: readonly number[]): Promise<number> =>
    on.page.evaluate(`(${COUNT_PIXELS})(${JSON.stringify(title)}, ${JSON.stringify(color)})`);

  it("names the server as text, whatever is in the name", async () => {
    expect(await on.page.getByRole("heading", { level: 1 }).textContent()).to.equal(
      "mcp-server <dev>",
    );
    expect(await on.page.title()).to.equal("mcp-server <dev> on this machine");
    expect(await on.page.locator("#endpoint").textContent()).to.equal(
      `${on.stage.fake.url}/dev/mcp`,
    );
  });

  it("shows each series with its statistic and its total, in units that people say", async () => {
    const rows = await widget("Duration").getByRole("row").allInnerTexts();
    expect(rows.map((row) => row.split(/\s+/).join(" ")).slice(1)).to.deep.equal([
      "p50 2.4 ms",
      "p99 1.21 s",
      "calls sum (right axis) 162",
    ]);
    expect(await widget("Calls by tool").locator('[data-series="add"]').textContent()).to.equal(
      "162",
    );
  });

  it("draws the series in their colours, and says where there is nothing to draw", async () => {
    expect(await pixels("Calls by tool", [0x3b, 0x82, 0xf6])).to.be.greaterThan(100);
    expect(await pixels("Errors", [0xd6, 0x27, 0x28])).to.be.greaterThan(100);
    expect(await widget("Errors").getByText("no data").isVisible()).to.equal(false);
    expect(await widget("Concurrent executions").getByText("no data").isVisible()).to.equal(true);
  });

  it("draws a threshold as a line with its label, and lists it", async () => {
    expect(await pixels("Errors", [0xc0, 0x2a, 0x37])).to.be.greaterThan(100);
    expect(await pixels("Calls by tool", [0xc0, 0x2a, 0x37])).to.equal(0);
    const row = widget("Errors").locator('[data-threshold="alarm: 10 in 5 min"]');
    expect((await row.innerText()).split(/\s+/).join(" ")).to.equal(
      "alarm: 10 in 5 min threshold 10",
    );
  });

  it("draws values without neighbours also where there is no room for all points", async () => {
    const sparse = VIEW.widgets.flatMap((one) => {
      if (one.kind !== "graph" || one.title !== "Errors") return [];
      const points = Array.from(
        { length: 900 },
        (_, at) => [VIEW.start + at * 1000, at === 450 ? 7 : null] as const,
      );
      const series = one.series.map((each) => ({ ...each, color: "#00ff00", points }));
      return [{ ...one, title: "Sparse", thresholds: [], series }];
    });
    on.stage.fake.view = () => ({ ...VIEW, widgets: sparse });
    await widget("Sparse").waitFor();
    expect(await pixels("Sparse", [0, 255, 0])).to.be.greaterThan(10);
  });

  it("shows big numbers, text without its HTML, and that alarms are raised", async () => {
    await widget("Calls in this time range").waitFor();
    const numbers = widget("Calls in this time range").locator("dd");
    expect(await numbers.allTextContents()).to.deep.equal(["162", "9.42"]);
    const text = widget("Text");
    expect(await text.innerText()).to.include("<b>Not HTML.</b>");
    expect(await text.getByRole("link").count()).to.equal(1);
    expect(await widget("Alarms").innerText()).to.include("1 of 2 is raised.");
  });

  it("makes of markdown no element that runs, loads or leads elsewhere than to the web", async () => {
    const texts = VIEW.widgets.filter(({ kind }) => kind === "text");
    const hostile = texts.map((one) => ({ ...one, title: "Hostile", markdown: HOSTILE_MARKDOWN }));
    on.stage.fake.view = () => ({ ...VIEW, widgets: hostile });
    const markdown = widget("Hostile").locator(".markdown");
    await markdown.waitFor();
    const links = await markdown.getByRole("link").all();
    expect(await Promise.all(links.map((link) => link.getAttribute("href")))).to.deep.equal([
      "https://example.com/image.png",
      "https://example.com/%22onclick=%22alert(1)",
    ]);
    expect(await markdown.locator("img, script, iframe, [onerror], [onclick]").count()).to.equal(0);
    expect(await markdown.innerText()).to.include("<script>alert(1)</script>");
    expect(await markdown.getByRole("cell").allTextContents()).to.deep.equal(["1", "2"]);
  });

  it("places widgets in the grid of 24 columns", async () => {
    const boxes = await Promise.all(
      ["Calls by tool", "Errors", "Duration"].map((title) => widget(title).boundingBox()),
    );
    const [first, second, third] = boxes.map((box) => box ?? { x: 0, y: 0, width: 0 });
    expect(new Set(boxes.map((box) => box?.y))).to.have.property("size", 1);
    expect(second?.x).to.be.greaterThan((first?.x ?? 0) + (first?.width ?? 0));
    expect(third?.x).to.be.greaterThan((second?.x ?? 0) + (second?.width ?? 0));
  });

  it("gives no room to rows that only AWS can fill", async () => {
    const [text] = VIEW.widgets.filter(({ kind }) => kind === "text");
    const place = { x: 0, y: 20, width: 24, height: 12, title: "Tall", problems: [] };
    const tall = text && { ...place, kind: "aws-only" as const, type: "explorer" };
    on.stage.fake.view = () => ({ ...VIEW, widgets: [...VIEW.widgets, ...(tall ? [tall] : [])] });
    await widget("Tall").waitFor();
    expect(await widget("Tall").innerText()).to.include("type explorer, which only AWS can fill");
    expect((await widget("Tall").boundingBox())?.height).to.be.lessThan(200);
  });

  it("marks what CloudWatch would not show, at its place", async () => {
    expect(await widget("Concurrent executions").innerText()).to.include(
      'CloudWatch would show this empty, or not all of it:\nno metric "ConcurrentExecution"',
    );
    const latency = widget("Alarm mcp-server-dev-latency");
    expect(await latency.innerText()).to.include("the dimension Stage is missing");
    expect(await on.page.locator("#view-problems").innerText()).to.include("31 dimensions");
    expect(await on.page.locator(".problems").count()).to.equal(3);
  });

  it("says of a raised alarm what was measured, what is allowed, and what to do", async () => {
    const alarm = widget(`Alarm ${TOOL_ERRORS_ALARM}`);
    const text = await alarm.innerText();
    expect(text).to.include("19 failed calls in 5 minutes; fewer than 10 are allowed");
    expect(text).to.include("Tools answered with isError.").and.include("3 min ago");
    expect(text).to.not.include("ToolErrors Sum");
    await alarm.getByText("Rule and history").click();
    const opened = await alarm.innerText();
    expect(opened).to.include("ToolErrors Sum >= 10 for 1 of 1 periods of 300 s");
    expect(opened).to.include("19 at 17:55");
    expect(await alarm.getByRole("listitem").count()).to.equal(2);
  });

  it("lists no alarm twice: the others are one line, which says what each allows", async () => {
    const line = on.page.locator("#alarms").getByText("The other alarm is not raised.");
    await line.click();
    expect(await on.page.locator(".quiet-alarms").innerText()).to.include(
      "no failed invocations in 1 minute",
    );
    expect(await on.page.getByText(TOOL_ERRORS_ALARM).count()).to.equal(1);
    await line.click();
  });

  it("says in one line that all is well", async () => {
    const alarms = ALARMS.map((alarm) => ({ ...alarm, state: "OK" as const, problems: [] }));
    on.stage.fake.view = () => ({ ...VIEW, alarms });
    await on.page.getByText("All is well: none of 3 alarms is raised.").waitFor();
    expect(await on.page.locator("#alarms article").count()).to.equal(0);
    expect(await on.page.locator("#alarms").innerText()).to.match(/^[^\n]*$/);
    expect((await on.page.locator("#alarms").boundingBox())?.height).to.be.lessThan(60);
    expect(await on.page.locator(".quiet-alarms summary").innerText()).to.not.include("mcp-server");
  });

  it("says a change of an alarm aloud", async () => {
    const said = `Alarm ${TOOL_ERRORS_ALARM} is raised: 19 failed calls in 5 minutes; fewer than 10 are allowed.`;
    await on.page.locator("#news", { hasText: said }).waitFor({ state: "attached" });
    const alarms = ALARMS.map((alarm) => ({ ...alarm, state: "OK" as const }));
    on.stage.fake.view = () => ({ ...VIEW, alarms });
    const over = `Alarm ${TOOL_ERRORS_ALARM} is over.`;
    await on.page.locator("#news", { hasText: over }).waitFor({ state: "attached" });
  });

  it("says what to do before the first call", async () => {
    on.stage.fake.view = () => EMPTY_VIEW;
    await on.page.getByText("No calls yet").waitFor();
    expect(await widget("Duration").locator('[data-series="p99"]').textContent()).to.equal("–");
    on.stage.fake.view = () => VIEW;
    await on.page.getByText("No calls yet").waitFor({ state: "hidden" });
  });

  it("asks for the time range that is chosen, and remembers it", async () => {
    const asked = on.page.waitForRequest(`${on.stage.fake.url}/~/view?minutes=180`);
    await on.page.getByRole("radio", { name: "3 h" }).check();
    await asked;
    await on.page.reload();
    expect(await on.page.getByRole("radio", { name: "3 h" }).isChecked()).to.equal(true);
  });

  it("asks nobody else, and the browser has nothing to complain of", () => {
    expect(on.stage.complaints).to.deep.equal([]);
  });
});
