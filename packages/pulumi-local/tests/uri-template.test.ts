/** URI templates as the page expands them; the examples are RFC 6570's. */
import { expect } from "chai";
import { expandTemplate, variablesOf } from "../page/client/uri-template";

/** https://www.rfc-editor.org/rfc/rfc6570#section-3.2 */
const VALUES = { var: "value", hello: "Hello World!", path: "/foo/bar", x: "1024", y: "768" };

const CASES = [
  ["{var}", "value"],
  ["{hello}", "Hello%20World!"],
  ["{+path}/here", "/foo/bar/here"],
  ["X{#hello}", "X#Hello%20World!"],
  ["map?{x,y}", "map?1024,768"],
  ["X{.x,y}", "X.1024.768"],
  ["{/var,x}/here", "/value/1024/here"],
  ["{;x,y}", ";x=1024;y=768"],
  ["{?x,y}", "?x=1024&y=768"],
  ["?fixed=yes{&x}", "?fixed=yes&x=1024"],
  ["{?x,undef}", "?x=1024"],
  ["a{?undef}", "a"],
] as const;

describe("URI templates of the page", () => {
  for (const [template, expected] of CASES) {
    it(`expands ${template}`, () => {
      const expanded = expandTemplate(template, VALUES);

      expect(expanded.replaceAll("!", "%21")).to.equal(expected.replaceAll("!", "%21"));
    });
  }

  it("names each variable once, without marks for lengths and lists", () => {
    expect(variablesOf("{+a}/{b:3}{?list*,a}")).to.deep.equal(["a", "b", "list"]);
  });
});
