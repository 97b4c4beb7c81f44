/** Arguments of a command: what is wrong with them, in words. */
import { expect } from "chai";
import { readArguments, type WordOptions } from "../cli/arguments";
import { UserError } from "../user-error";

const USAGE = "npm run try -- [--watch] [--port NUMBER]\n";
const OPTIONS = {
  watch: { type: "boolean" },
  port: { type: "string" },
  answer: { type: "string", multiple: true },
} as const;

const read = (args: readonly string[], words?: WordOptions): ReturnType<typeof readArguments> =>
  readArguments(args, OPTIONS, USAGE, words);

describe("readArguments", () => {
  it("reads options, those that are given several times in their order, and words", () => {
    const args = read(["x", "--watch", "--answer", "b", "--answer", "a"], { positionals: 1 });

    expect([args.flag("watch"), args.texts("answer"), args.texts("port"), args.rest]).to.deep.equal(
      [true, ["b", "a"], [], ["x"]],
    );
  });

  const wrong: readonly (readonly [string, readonly string[], string])[] = [
    [
      "an option that is like another",
      ["--wacth"],
      "There is no option --wacth: did you mean --watch?",
    ],
    ["one with a value", ["--prot=1"], "There is no option --prot: did you mean --port?"],
    ["one that is like none", ["--region"], `There is no option --region.\n\n${USAGE}`],
    [
      "a word that is like an option",
      ["watch"],
      '"watch" is not an option: did you mean --watch? Write npm run try -- --watch',
    ],
  ];
  for (const [what, args, message] of wrong) {
    it(`refuses ${what}`, () => {
      expect(() => read(args)).to.throw(UserError, message);
    });
  }

  it("says no more than one line where it knows what was meant", () => {
    expect(() => read(["--wacth"])).to.throw(/^[^\n]+$/);
  });

  it("refuses a word that is like none with the usage, and an option without its value", () => {
    expect(() => read(["4000"])).to.throw(/^"4000" is not an option\.\n\nnpm run try/);
    expect(() => read(["--port"])).to.throw(/argument missing[^]*npm run try/);
  });

  it("takes as many words as it is told to, and those of a form beyond them", () => {
    const accepts = (word: string): boolean => word.includes("=");

    expect(read(["a", "b=1", "c=2"], { positionals: 1, accepts }).rest).to.have.length(3);
    expect(() => read(["a", "b=1", "c"], { positionals: 1, accepts })).to.throw('"c" is not');
  });
});
