import { expect } from "chai";
import { runTool } from "mcp-lambda/testing";
import { queryCsv } from "./query-csv";

describe("the tool query-csv", () => {
  const query = async (input: object): Promise<unknown> => {
    const { structuredContent, content } = await runTool(queryCsv(), input);
    return structuredContent ?? (content as { readonly text: string }[])[0]?.text;
  };

  it("groups, sums and orders the sample", async () => {
    const answer = await query({
      where: [{ column: "date", is: ">=", value: "2026-02-01" }],
      groupBy: ["region"],
      measures: [{ measure: "sum", column: "amount" }, { measure: "count" }],
      orderBy: { column: "sum(amount)", descending: true },
      limit: 2,
    });

    expect(answer).to.deep.equal({
      columns: ["region", "sum(amount)", "count"],
      rows: [
        ["West", 1416.7, 3],
        ["North", 830, 2],
      ],
      matched: 9,
      total: 4,
    });
  });

  it("selects columns and compares numbers as numbers, also for the order", async () => {
    const answer = await query({
      csv: "a;b\n10;x\n9;y\nn/a;z\n",
      where: [{ column: "a", is: ">", value: 8 }],
      columns: ["b", "a"],
      orderBy: { column: "a" },
    });

    const rows = [
      ["y", "9"],
      ["x", "10"],
    ];
    expect(answer).to.deep.equal({ columns: ["b", "a"], rows, matched: 2, total: 2 });
  });

  it("measures all rows where nothing is grouped, without empty cells, and of none", async () => {
    const measures = [
      { measure: "count" },
      { measure: "avg", column: "n" },
      { measure: "min", column: "n" },
      { measure: "max", column: "n" },
      { measure: "sum", column: "n" },
    ];
    const csv = "n,t\n0.1,a\n,b\n0.2,c";
    const all = await query({ csv, measures });
    const none = await query({
      csv,
      measures,
      where: [{ column: "t", is: "contains", value: "Z" }],
    });

    expect(all).to.deep.include({ rows: [[3, 0.15, 0.1, 0.2, 0.3]], matched: 3 });
    expect(none).to.deep.include({ rows: [[0, null, null, null, 0]], matched: 0 });
  });

  it("reads quotes, separators and line ends in cells, and columns of any name", async () => {
    const csv = '\uFEFF__proto__,"a ""b"""\r\n"1, 2\r\n3",x\r\n\r\n"",y';

    expect(await query({ csv })).to.deep.equal({
      columns: ["__proto__", 'a "b"'],
      rows: [
        ["1, 2\r\n3", "x"],
        ["", "y"],
      ],
      matched: 2,
      total: 2,
    });
    expect(await query({ csv: "a\tb\n1\t2" })).to.deep.include({ rows: [["1", "2"]] });
  });

  const faults: readonly (readonly [what: string, input: object, message: string])[] = [
    ["nothing", { csv: "" }, "The CSV is empty: begin with a line of columns."],
    ["a column twice", { csv: "a,a\n1,2" }, 'Two columns are called "a".'],
    ["a column without a name", { csv: "a,\n1,2" }, "Column 2 has no name."],
    [
      "a row that is short",
      { csv: 'a,b\n"1\n2",3\n4' },
      "Line 4 has 1 cells, but there are 2 columns.",
    ],
    ["an open quote", { csv: 'a\n"1' }, "Line 2 has a quote that does not end."],
    ["text behind a quote", { csv: 'a\n"1"2' }, "Line 2 has text behind a quoted cell: 2"],
    [
      "an unknown column",
      { csv: "a,b\n1,2", groupBy: ["c"] },
      'There is no column "c". Columns are: a, b.',
    ],
    [
      "a sum of what is not a number",
      { csv: "a\n1\nfree", measures: [{ measure: "sum", column: "a" }] },
      'Line 3 has "free" in "a", which is not a number: leave such rows out by a condition.',
    ],
    [
      "an order by what is not in the result",
      { csv: "a,b\n1,2", groupBy: ["a"], orderBy: { column: "b" } },
      'There is no column "b". Columns are: a, count.',
    ],
  ];
  for (const [what, input, message] of faults) {
    it(`says what is wrong with ${what}`, async () => {
      expect(await query(input)).to.equal(message);
    });
  }

  it("answers within a second for the longest text there may be, whatever is in it", async () => {
    const begun = performance.now();
    for (const part of ['"', ",", "\n", "a\n", '"",', "1;"]) {
      await query({ csv: `a,b\n${part.repeat(490_000 / part.length)}` });
    }

    expect(performance.now() - begun).to.be.lessThan(6_000);
  });
});
