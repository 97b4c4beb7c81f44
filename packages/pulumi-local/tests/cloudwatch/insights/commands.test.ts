/**
 * Commands of Logs Insights, one after another.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
import { expect } from "chai";
import { ask, column } from "./lines";

const LINES = [
  { tool: "add", ms: 5, ok: true },
  { tool: "sub", ms: 30 },
  { tool: "add", ms: 7 },
  { note: "no tool" },
];

describe("commands of Logs Insights", () => {
  it("shows time and line, the newest first, when nothing else is asked for", () => {
    const { columns, rows } = ask("filter ispresent(tool)", LINES);
    expect(columns).to.deep.equal(["@timestamp", "@message"]);
    expect(rows[0]).to.deep.equal(["2026-11-22 12:00:02.000", '{"tool":"add","ms":7}']);
    expect(rows).to.have.length(3);
  });

  it("adds the columns of several fields, named by alias or by their text", () => {
    const { columns, rows } = ask("fields tool | fields ms * 2, ms as took | limit 1", LINES);
    expect(columns).to.deep.equal(["tool", "ms * 2", "took"]);
    expect(rows).to.deep.equal([[null, null, null]]);
  });

  it("uses an alias in the commands behind it", () => {
    const query = "fields coalesce(tool, note) as what | filter what like /no/ | display what";
    expect(ask(query, LINES)).to.deep.equal({ columns: ["what"], rows: [["no tool"]] });
  });

  it("sorts by several keys, what is missing last in both directions", () => {
    expect(column("fields tool | sort tool desc, ms asc", LINES)).to.deep.equal([
      ...["sub", "add", "add"],
      null,
    ]);
    expect(column("fields ms | sort ms", LINES)).to.deep.equal([5, 7, 30, null]);
    expect(column("fields ms | sort @timestamp asc | limit 2", LINES)).to.deep.equal([5, 30]);
  });

  it("keeps the first of duplicates, and all that lack the field", () => {
    expect(column("fields ms | dedup tool", LINES)).to.deep.equal([null, 7, 30]);
  });

  it("parses by a text with stars, the last of which takes the rest", () => {
    const query = `parse @message "user=*, method:* in *" as user, method, rest | display user, method, rest`;
    expect(ask(query, ["user=ann, method:call in 5 ms, all", "else"]).rows).to.deep.equal([
      [null, null, null],
      ["ann", "call", "5 ms, all"],
    ]);
  });

  it("parses by a regular expression with named parts, or with names behind it", () => {
    const lines = ["took 12 ms", "took 7 ms"];
    const named = "parse @message /took (?<took>\\d+)/ | stats sum(took) as all";
    expect(column(named, lines)).to.deep.equal([19]);
    expect(
      column("parse @message /(\\d+) ms/ as took | stats max(took) as all", lines),
    ).to.deep.equal(["12"]);
  });

  it("counts and adds up by fields, those by which first", () => {
    const query = "stats count(*) as calls, count(ms), sum(ms), avg(ms), min(ms), max(ms) by tool";
    expect(ask(query, LINES)).to.deep.equal({
      columns: ["tool", "calls", "count(ms)", "sum(ms)", "avg(ms)", "min(ms)", "max(ms)"],
      rows: [
        [null, 1, 0, null, null, null, null],
        ["add", 2, 2, 12, 6, 5, 7],
        ["sub", 1, 1, 30, 30, 30, 30],
      ],
    });
  });

  it("has percentiles, distinct values, deviation, and the first and the last in time", () => {
    const query = `stats pct(ms, 50) as half, median(ms) as middle, count_distinct(tool) as tools,
      stddev(ms) as spread, earliest(tool) as first, latest(ms) as last, sortsFirst(tool) as least,
      sortsLast(tool) as most, 100 * count(ok) / count(*) as rate`;
    const [row = []] = ask(query, LINES).rows;
    expect(
      row.map((value) => (typeof value === "number" ? Math.round(value) : value)),
    ).to.deep.equal([7, 7, 2, 11, "add", 7, "add", "sub", 25]);
  });

  it("groups by time, and counts nothing as one row where there are no lines", () => {
    expect(ask("stats count(*) by bin(2s)", LINES)).to.deep.equal({
      columns: ["bin(2s)", "count(*)"],
      rows: [
        ["2026-11-22 12:00:02.000", 2],
        ["2026-11-22 12:00:00.000", 2],
      ],
    });
    expect(ask("stats count(*) as calls", []).rows).to.deep.equal([[0]]);
    expect(ask("stats count(*) as calls by tool", []).rows).to.deep.equal([]);
  });

  it("counts again what stats has counted", () => {
    const query = "stats count(*) as calls by tool | filter calls > 1 | stats sum(calls) as all";
    expect(column(query, LINES)).to.deep.equal([2]);
  });

  it("passes over remarks, and writes commands in any case", () => {
    expect(column("FIELDS ms # all\n| SORT ms DESC | Limit 1 # one", LINES)).to.deep.equal([30]);
  });
});

const REFUSED: readonly (readonly [query: string, text: string])[] = [
  [
    "fields a\n| pattern @message",
    "has the command pattern, which is not known here; known are fields, display, filter, parse, stats, sort, limit, dedup (line 2, column 3)",
  ],
  [
    "filtr a = 1",
    "has the command filtr, which is not known here; did you mean filter? (line 1, column 1)",
  ],
  [
    "unnest a",
    "has the command unnest, which is not known here; known are fields, display, filter, parse, stats, sort, limit, dedup (line 1, column 1)",
  ],
  [
    "fields colesce(a, b)",
    "has the function colesce(), which is not known here; did you mean coalesce()? (line 1, column 8)",
  ],
  ["filter sum(a) > 1", "has sum() outside of stats, where alone it is known (line 1, column 8)"],
  [
    "stats sum(count(*)) by a",
    "has count() within sum(): a function over many lines takes none of its kind (line 1, column 11)",
  ],
  ["fields strlen()", "has 0 arguments in strlen(), which takes 1 (line 1, column 8)"],
  ["fields substr(a)", "has 1 argument in substr(), which takes 2 to 3 (line 1, column 8)"],
  [
    "stats tool by a",
    'has the field tool in stats: put it into a function, such as latest(tool), or behind "by" (line 1, column 7)',
  ],
  ["stats count(*) by bin(5)", "has no period such as 5m in bin() (line 1, column 19)"],
  [
    "filter a > 5m",
    "has the period 5m, which belongs into bin, datefloor, dateceil (line 1, column 12)",
  ],
  ["filter a =", "has its end where a field, a value or a function belongs (line 1, column 11)"],
  ["fields a b", 'has "b" where "|" belongs (line 1, column 10)'],
  [
    "filter a like b",
    'has "b" where a text or a regular expression such as /a.c/ belongs (line 1, column 15)',
  ],
  ["filter a like /(/", "has the regular expression /(/, which cannot be read (line 1, column 15)"],
  ["filter a in 'b'", 'has "b" where "[" belongs (line 1, column 13)'],
  ["parse @message 'a * b *' as one", "has 1 names for 2 parts in parse (line 1, column 16)"],
  ["limit 0", "has limit 0: a whole number from 1 on belongs there (line 1, column 7)"],
  ["fields ä", 'cannot be read from "ä" (line 1, column 8)'],
  ["fields 'a", 'cannot be read from "\'a" (line 1, column 8)'],
  ["", "has its end where a command belongs (line 1, column 1)"],
];

describe("a query that is not known here", () => {
  for (const [query, text] of REFUSED) {
    it(`says: ${text}`, () => {
      expect(() => ask(query, [])).to.throw(text);
    });
  }
});
