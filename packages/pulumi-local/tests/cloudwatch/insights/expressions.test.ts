/**
 * Expressions of Logs Insights: fields, operators and functions.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html
 */
import { expect } from "chai";
import { column, valueIn } from "./lines";

const LINE = {
  name: "add",
  count: 12,
  isCold: true,
  nothing: null,
  empty: "",
  error: { code: "E1", causes: ["one", { why: "two" }] },
  "odd-name": { "with space": 7 },
  number: "010",
  ip: "10.1.2.3",
  inner: '{"a":{"b":[5]}}',
};

const VALUES: readonly (readonly [expression: string, value: unknown])[] = [
  ["name", "add"],
  ["error.code", "E1"],
  ["error.causes.0", "one"],
  ["error.causes.1.why", "two"],
  ["error.causes", null],
  ["error", null],
  ["nothing", null],
  ["isCold", 1],
  ["`odd-name`.`with space`", 7],
  ["@timestamp", "2026-11-22 12:00:00.000"],
  ["@logStream", "local"],
  ["@log", "/aws/lambda/fn"],
  ["@message", JSON.stringify(LINE)],
  ["1 + 2 * 3 - 4 / 2", 5],
  ["(1 + 2) * 3", 9],
  ["2 ^ 3 ^ 2", 512],
  ["10 % 3", 1],
  ["-count + 1", -11],
  ["count / 0", null],
  ["name + 1", null],
  ["count > 9", 1],
  ["number = 10", 1],
  ["name < 'b' and not (count = 1 or count = 2)", 1],
  ["missing = 'x'", 0],
  ["missing != 'x'", 1],
  ["missing > 1", 0],
  ["name in ['sub', 'add']", 1],
  ["name not in ['sub']", 1],
  ["name like 'dd'", 1],
  ["name not like /^A/", 1],
  ["name =~ /(?i)^A/", 1],
  ["ispresent(name) and isPresent(empty) and not ispresent(missing)", 1],
  ["coalesce(missing, nothing, name)", "add"],
  ["concat(name, '-', count, missing)", "add-12"],
  ["strlen(name)", 3],
  ["toupper(name)", "ADD"],
  ["tolower('ADD')", "add"],
  ["isempty(empty) + isempty(missing) + isempty(name)", 2],
  ["isblank(' ')", 1],
  ["trim('  a ')", "a"],
  ["ltrim('xxay', 'x')", "ay"],
  ["rtrim('axyx', 'xy')", "a"],
  ["substr('abcdef', 2)", "cdef"],
  ["substr('abcdef', 2, 3)", "cde"],
  ["replace('a.b.c', '.', '$&')", "a$&b$&c"],
  ["strcontains(name, 'dd')", 1],
  ["abs(-3)", 3],
  ["ceil(1.2) + floor(1.8)", 3],
  ["sqrt(16)", 4],
  ["log(1)", 0],
  ["greatest(1, count, 3)", 12],
  ["least(4, count, 3)", 3],
  ["bin(1h)", "2026-11-22 12:00:00.000"],
  ["datefloor(@timestamp, 1d)", "2026-11-22 00:00:00.000"],
  ["dateceil(@timestamp, 1mo)", "2026-12-01 00:00:00.000"],
  ["fromMillis(0)", "1970-01-01 00:00:00.000"],
  ["toMillis(fromMillis(5))", 5],
  ["isValidIp(ip) + isValidIpV4(ip) + isValidIpV6(ip)", 2],
  ["isIpInSubnet(ip, '10.1.0.0/16')", 1],
  ["isIpv4InSubnet(ip, '10.2.0.0/16')", 0],
  ["isIpv6InSubnet('2001:db8::1', '2001:db8::/32')", 1],
];

describe("expressions of Logs Insights", () => {
  for (const [expression, value] of VALUES) {
    it(`${expression} is ${JSON.stringify(value)}`, () => {
      expect(valueIn(expression, LINE)).to.equal(value);
    });
  }

  it("looks into what jsonParse has made", () => {
    expect(column("fields jsonParse(inner) as made | display made.a.b.0", [LINE])).to.deep.equal([
      5,
    ]);
  });

  it("finds the JSON behind the words of a line, and no fields in plain text", () => {
    expect(valueIn("code", 'INFO it failed {"code":"E2"}')).to.equal("E2");
    expect(valueIn("code", "code E2")).to.equal(null);
  });

  it("finds the id of a request in a line of the function and in a report of Lambda", () => {
    expect(valueIn("@requestId", { requestId: "r1" })).to.equal("r1");
    expect(valueIn("@requestId", { record: { requestId: "r2" } })).to.equal("r2");
  });

  it("looks 100 levels deep, and leaves out what is below", () => {
    const nested = (depth: number): string =>
      `{"tool":"add","deep":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;
    const path = (depth: number): string => ["deep", ...Array<string>(depth).fill("a")].join(".");
    expect(valueIn("tool", nested(20_000))).to.equal("add");
    expect(valueIn(path(99), nested(99))).to.equal(1);
    expect(valueIn(path(100), nested(100))).to.equal(null);
  });

  it("discovers 200 fields of a line, as the service does", () => {
    const line = Object.fromEntries(
      Array.from({ length: 201 }, (_, index) => [`f${index}`, index]),
    );
    expect([valueIn("f199", line), valueIn("f200", line)]).to.deep.equal([199, null]);
  });
});
