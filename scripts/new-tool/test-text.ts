/** The test of a tool that new:tool writes. */
import { chooserOf, itemsOf, type NewTool } from "./tool-text";

/** Of "hello", under the key of the test. */
const SIGNATURE = "d57843b9aa85a648";

export function testText(newTool: NewTool): string {
  const { tool, name, features } = newTool;
  const has = chooserOf(newTool);
  const needs = features.has("table") || features.has("secret");
  // A task with needs is given clients as any tool is.
  const isTask = features.has("task") && !needs;
  const answered = answersOf(newTool);
  const run = (answer: "yes" | "no"): string => {
    const options = [answered[answer], needs ? "clients" : ""].filter(Boolean).join(", ");
    const before = isTask || options === "" ? "" : ", undefined";
    const last = options === "" ? "" : `, { ${options} }`;
    return `${isTask ? "runTask" : "runTool"}(${name}(), { message: "hello" }${before}${last})`;
  };
  const said = `${tool}: hello${has("secret", `, signed ${SIGNATURE}`)}${has("table", " (1 kept)")}`;
  const result = `[{ type: "text", text: "${said}" }]`;
  return `import { expect } from "chai";
import { ${isTask ? "runTask" : "runTool"} } from "mcp-lambda/testing";
import { ${name} } from "../../handlers/tools/${tool}";

describe("the tool ${tool}", () => {
  ${clientsText(newTool)}
  it("repeats the message", async () => {
    ${
      isTask
        ? `const { result, said } = await ${run("yes")};
    expect(result?.content).to.deep.equal(${result});
    expect(said).to.deep.equal(["1 of 3", "2 of 3", "3 of 3"]);`
        : `const { content } = await ${run("yes")};
    expect(content).to.deep.equal(${result});`
    }
  });
  ${has("question", refusalTest(run("no"), { isTask, keeps: features.has("table") }))}
  it("refuses to run without a message", () => {
    expect(${name}().inputSchema.safeParse({}).success).to.equal(false);
  });
});
`;
}

/** Options of a run, for what is asked. */
function answersOf({ features }: NewTool): { readonly yes: string; readonly no: string } {
  if (!features.has("question")) return { yes: "", no: "" };
  return features.has("task")
    ? { yes: "answers: [{ sure: true }]", no: 'answers: ["decline"]' }
    : { yes: "answers: [true]", no: "answers: [false]" };
}

function clientsText(newTool: NewTool): string {
  const has = chooserOf(newTool);
  const items = `${itemsOf(newTool)}: {
    put: (item: object) => Promise.resolve(kept.push(item) > 0),
    query: () => Promise.resolve(kept),
  },`;
  const apiKey = 'apiKey: { value: () => Promise.resolve("a key for tests") },';
  const clients = [has("table", items), has("secret", apiKey)].filter(Boolean);
  if (clients.length === 0) return "";
  return `${has("table", "let kept: object[] = [];\n")}const clients = {\n${clients.join("\n")}\n};
${has("table", "\nbeforeEach(() => {\n  kept = [];\n});\n")}
`;
}

function refusalTest(
  run: string,
  { isTask, keeps }: { readonly isTask: boolean; readonly keeps: boolean },
): string {
  return `
it("does nothing after a no", async () => {
  const ${isTask ? "{ result }" : "{ isError }"} = await ${run};
  expect(${isTask ? "result?.isError" : "isError"}).to.equal(true);
  ${keeps ? "expect(kept).to.deep.equal([]);" : ""}
});
`;
}
