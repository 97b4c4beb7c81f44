/** PowerShell as far as documents use it, turned into what sh would be told. */

const VARIABLE = /^\$env:(\w+) = (.+)$/;

/**
 * Words of a command: https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
 *
 * @throws Error for what is not taken: other quotes, a backslash or a caret at a line's end, &&.
 */
function wordsOf(line: string): readonly string[] {
  const words = [...line.matchAll(/'((?:[^']|'')*)'|"([^"`$]*)"|([^\s'"]+)/g)];
  const rest = words.reduce((text, [word]) => text.replace(word, ""), line).trim();
  if (rest !== "" || /(&&|\\$|\^$)/.test(line)) throw new Error(`not read as PowerShell: ${line}`);
  return words.map(
    ([, single, double, bare]) => single?.replaceAll("''", "'") ?? double ?? bare ?? "",
  );
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** `Invoke-RestMethod` with the parameters that documents use, as curl does the same. */
function requestOf(words: readonly string[]): string {
  const given = new Map<string, string>();
  for (let n = 0; n < words.length; n += 2) given.set(words[n] ?? "", words[n + 1] ?? "");
  const take = (name: string): string => {
    const value = given.get(name);
    given.delete(name);
    if (value === undefined) throw new Error(`Invoke-RestMethod wants ${name}`);
    return value;
  };
  const [method, url, type, body] = ["-Method", "-Uri", "-ContentType", "-Body"].map(take);
  if (given.size > 0) throw new Error(`Invoke-RestMethod has ${[...given.keys()].join(", ")}`);
  const parts = [(method ?? "").toUpperCase(), url, `Content-Type: ${type ?? ""}`, body];
  const [verb = "", at = "", header = "", data = ""] = parts.map((part) => quoted(part ?? ""));
  return `curl -X ${verb} ${at} -H ${header} -d ${data}`;
}

function commandOf(line: string): string {
  const [, name, value = ""] = VARIABLE.exec(line) ?? [];
  if (name !== undefined) return `export ${name}=${quoted(wordsOf(value)[0] ?? "")}`;
  const [command = "", ...args] = wordsOf(line);
  if (command === "Invoke-RestMethod") return requestOf(args);
  // Before 7.3 PowerShell hands quotes inside of an argument on without their backslashes.
  const lost = args.find((arg) => arg.includes('"'));
  if (lost !== undefined) throw new Error(`PowerShell 5.1 loses the quotes of ${lost}`);
  const bare = / -- /.test(line);
  if (command === "npm" && bare) throw new Error(`npm.ps1 loses a bare --, write '--': ${line}`);
  return [command, ...args].map(quoted).join(" ");
}

/** @throws Error for what PowerShell reads otherwise, or this not at all. */
export function shellOf(powershell: string): string {
  const lines = powershell
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return lines.map(commandOf).join("\n");
}
