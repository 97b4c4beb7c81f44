/** Queries of the log on the page: those of the dashboard, saved ones, and one's own. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { Widget } from "../../cloudwatch/dashboard/view";
import { expectSoon } from "./expect-soon";
import { onPage } from "./opened-page";
import { ANSWER, EMPTY_VIEW, NOW, VIEW } from "./view";

describe("the log's queries on the page", () => {
  const on = onPage({ colorScheme: "light" });
  afterEach(() => {
    on.stage.fake.view = () => VIEW;
    on.stage.fake.queryAnswer = ANSWER;
  });

  const widget = (title: string): ReturnType<Page["locator"]> =>
    on.page.getByRole("article", { name: title, exact: true });
  const withLog = (change: Partial<Widget & { kind: "log" }>): readonly Widget[] =>
    VIEW.widgets.map((one) => (one.kind === "log" ? { ...one, ...change } : one));

  it("answers a widget's query from the log, as a table of what the query asks for", async () => {
    const log = widget("Last errors");
    const headers = await log.getByRole("columnheader").allTextContents();
    expect(headers).to.deep.equal(["@timestamp", "tool", "ms", "nothing"]);
    const cells = await log.getByRole("cell").allTextContents();
    expect(cells.slice(1, 4)).to.deep.equal(["add", "1,235", ""]);
    expect(cells.slice(5, 8)).to.deep.equal(["<b>sub</b>", "0.123", ""]);
    const time = await log.locator("time").first().getAttribute("datetime");
    expect(time).to.equal(new Date(NOW - 60_000).toISOString());
    expect(await log.innerText()).to.include("2 rows from 340 lines of the log");
  });

  it("shows the query itself on demand", async () => {
    const query = widget("Last errors").getByText("filter level = 'ERROR'");
    expect(await query.isVisible()).to.equal(false);
    await widget("Last errors").getByText("Query", { exact: true }).click();
    expect(await query.isVisible()).to.equal(true);
  });

  it("says that nothing was found, and where there is nothing to look at", async () => {
    on.stage.fake.view = () => ({
      ...VIEW,
      widgets: withLog({ answer: { ...ANSWER, rows: [], found: 0 } }),
    });
    await widget("Last errors").getByText("Nothing found in 340 lines of the log.").waitFor();
    expect(await widget("Last errors").getByRole("table").count()).to.equal(0);
    on.stage.fake.view = () => EMPTY_VIEW;
    await widget("Last errors").getByText("No lines of the log in this time range.").waitFor();
  });

  it("draws an answer over time as lines", async () => {
    const curve = VIEW.widgets.find((one) => one.kind === "graph" && one.title === "Errors");
    const series = curve?.kind === "graph" ? curve.series : [];
    const answer = { ...ANSWER, curves: { series, periodSeconds: 300 } };
    on.stage.fake.view = () => ({ ...VIEW, widgets: withLog({ answer }) });
    await widget("Last errors").locator("canvas").waitFor();
    expect(await widget("Last errors").locator('[data-series="tool errors"]').count()).to.equal(1);
  });

  it("says what of a query is not known, at its place", async () => {
    const problems = ["The query has the command patern (line 2, column 3)."];
    on.stage.fake.view = () => ({ ...VIEW, widgets: withLog({ problems }) });
    await widget("Last errors").getByText("has the command patern (line 2, column 3)").waitFor();
  });

  it("runs a saved query over its log groups and the chosen time range", async () => {
    await on.page.getByText("Ask the log").click();
    await on.page.getByRole("button", { name: "Run" }).click();
    await on.page.getByText("2 rows from 340 lines of the log").nth(1).waitFor();
    expect(on.stage.fake.queries.at(-1)).to.deep.equal({
      query: "fields tool",
      logGroups: ["/aws/lambda/d"],
      minutes: 15,
    });
  });

  it("asks for what stands for a value of one's own, and puts it in its place", async () => {
    await on.page.getByLabel("Saved query").selectOption("One tool");
    await on.page.getByLabel("Name of the tool").fill('a"b');
    await on.page.getByRole("button", { name: "Run" }).click();
    await on.page.locator(".queries .answer:not([hidden])").waitFor();
    await expectSoon(
      () => on.stage.fake.queries.at(-1)?.query,
      'fields ms\n| filter tool = "a\\"b"',
    );
  });

  it("runs a query of one's own, and says why one cannot be answered", async () => {
    on.stage.fake.queryAnswer = { ...ANSWER, problems: ["The query has the command nope."] };
    await on.page.getByLabel("Logs Insights").fill("nope");
    await on.page.getByRole("button", { name: "Run" }).click();
    await on.page.getByText("The query has the command nope.").waitFor();
    expect(on.stage.fake.queries.at(-1)?.query).to.equal("nope");
    expect(await on.page.locator(".queries .answer").isVisible()).to.equal(false);
  });

  it("has nothing to complain of", () => {
    expect(on.stage.complaints).to.deep.equal([]);
  });
});
