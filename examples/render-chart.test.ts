import { expect } from "chai";
import { runTool } from "mcp-lambda/testing";
import * as vm from "node:vm";
import { renderChart } from "./render-chart";

const CHART = {
  title: "Sales",
  unit: "EUR",
  bars: [
    { label: "North", value: 40 },
    { label: "South <b>", value: -10 },
  ],
};

describe("the tool render-chart", () => {
  it("gives the chart for the page, and the same one as a text", async () => {
    const { content, structuredContent } = await runTool(renderChart(), CHART);

    expect(structuredContent).to.deep.equal(CHART);
    expect(content).to.deep.equal([
      {
        type: "text",
        text: `Sales\nNorth     ${"█".repeat(40)} 40 EUR\nSouth <b> ${"▒".repeat(10)} -10 EUR`,
      },
    ]);
  });

  it("draws values that are all 0, without a unit", async () => {
    const bars = [{ label: "a", value: 0 }];

    const { content } = await runTool(renderChart(), { title: "None", bars });

    expect(content).to.deep.equal([{ type: "text", text: "None\na  0" }]);
  });

  it("refuses no bars, too many, and what is not a number", () => {
    const { inputSchema } = renderChart();
    const bar = { label: "a", value: 1 };
    for (const bars of [[], Array.from({ length: 51 }, () => bar), [{ ...bar, value: "1" }]]) {
      expect(inputSchema.safeParse({ title: "x", bars }).success).to.equal(false);
    }
  });

  it("has a page that loads nothing from elsewhere", () => {
    const page = pageOf(renderChart());

    expect(page).to.not.match(/\b(src|href)=|@import|url\(|https?:/);
  });

  it("has a page that draws the result it is handed, labels as text, and nothing of a stranger", () => {
    const { elements, sent, receive } = openPage(pageOf(renderChart()));
    receive({ id: 1, result: {} });
    receive(resultOf({ ...CHART, title: "Forged" }), "a stranger");
    receive(resultOf(CHART));

    const rows = elements["bars"]?.children ?? [];
    const bars = rows.map(({ children: [, cell] }) => cell?.children[0]?.children[0]?.style);
    expect(sent).to.deep.equal([
      "ui/initialize",
      "ui/notifications/initialized",
      "ui/notifications/size-changed",
    ]);
    expect(elements["title"]?.textContent).to.equal("Sales");
    expect(rows.map(({ children: [label] }) => label?.textContent)).to.deep.equal([
      "North",
      "South <b>",
    ]);
    expect(bars).to.deep.equal([
      { left: "20%", width: "80%" },
      { left: "0%", width: "20%" },
    ]);
  });
});

function pageOf({ ui }: ReturnType<typeof renderChart>): string {
  const { html = "" } = ui ?? {};
  return typeof html === "string" ? html : html();
}

function resultOf(structuredContent: object): object {
  return { method: "ui/notifications/tool-result", params: { structuredContent } };
}

/** As much of a document's element as the page uses. */
class FakeElement {
  textContent = "";
  style = {};
  children: FakeElement[] = [];
  append(...children: FakeElement[]): void {
    this.children.push(...children);
  }
  replaceChildren(...children: FakeElement[]): void {
    this.children = children;
  }
}

interface OpenPage {
  readonly elements: Readonly<Record<string, FakeElement>>;
  /** Methods of what it has sent. */
  readonly sent: readonly string[];
  /** @param source default: the client. */
  readonly receive: (data: object, source?: unknown) => void;
}

/** Runs the page's script; tests in a real browser are the client's part. */
function openPage(page: string): OpenPage {
  const sent: string[] = [];
  const parent = {
    postMessage: ({ method }: { readonly method: string }): unknown => sent.push(method),
  };
  const elements = { title: new FakeElement(), bars: new FakeElement() };
  const listeners: ((event: object) => void)[] = [];
  const document = {
    createElement: () => new FakeElement(),
    getElementById: (id: keyof typeof elements) => elements[id],
    body: { offsetWidth: 300, offsetHeight: 100 },
  };
  const addEventListener = (_: string, listener: (event: object) => void): unknown =>
    listeners.push(listener);
  const [, script = ""] = /<script>([^]*?)<\/script>/.exec(page) ?? [];
  vm.runInNewContext(script, { parent, document, addEventListener });
  return {
    elements,
    sent,
    receive: (data, source = parent) => {
      for (const listener of listeners) listener({ source, data });
    },
  };
}
