/** Log groups of a declared program's functions, and the queries of them that it saves. */
import { type DeclaredProgram, inputText, ofType } from "../../program/declared";
import { arrayOf, recordOf, textOf } from "../untyped-json";
import type { SavedQuery } from "../dashboard/view";

/** The log group that a function writes to. */
export function logGroupOf(program: DeclaredProgram, functionName: string): string {
  const target = ofType(program, "aws:lambda/function:Function").find(
    (resource) => inputText(resource, "name", resource.name) === functionName,
  );
  const declared = textOf(recordOf(target?.inputs["loggingConfig"])["logGroup"]);
  return declared ?? `/aws/lambda/${functionName}`;
}

/** The log groups that have lines here: those of functions. */
export function knownGroups(program: DeclaredProgram): readonly string[] {
  const functions = ofType(program, "aws:lambda/function:Function");
  return functions.map((resource) =>
    logGroupOf(program, inputText(resource, "name", resource.name)),
  );
}

export function savedQueries(program: DeclaredProgram): readonly SavedQuery[] {
  return ofType(program, "aws:cloudwatch/queryDefinition:QueryDefinition").map((resource) => ({
    name: inputText(resource, "name", resource.name),
    query: inputText(resource, "queryString"),
    logGroups: arrayOf(resource.inputs["logGroupNames"]).map(String),
  }));
}
