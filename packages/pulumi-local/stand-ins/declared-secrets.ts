/** Secrets that a program's functions are pointed to: variables NEED_<NAME> with a place in AWS. */
import { type DeclaredProgram, ofType } from "../program/declared";

/** Where SECRETS_FILE lies in the project, which Git leaves out. */
export const SECRETS_FILE = ".local/secrets.json";

export interface DeclaredSecret {
  readonly service: "ssm" | "secretsmanager";
  /** The parameter's name, or the secret's name or ARN. */
  readonly id: string;
  /** As SECRETS_FILE names it: "apiKey" of NEED_API_KEY. */
  readonly name: string;
}

/** Each once, although several functions may have the variable. */
export function declaredSecrets(program: DeclaredProgram): readonly DeclaredSecret[] {
  const found = new Map<string, DeclaredSecret>();
  for (const [variable, value] of needs(program)) {
    const [, service, id = ""] = /^(ssm|secretsmanager):(.+)$/.exec(value) ?? [];
    if (service !== "ssm" && service !== "secretsmanager") continue;
    found.set(`${service}:${id}`, { service, id, name: nameOf(variable) });
  }
  return [...found.values()];
}

function needs(program: DeclaredProgram): readonly (readonly [variable: string, value: string])[] {
  return ofType(program, "aws:lambda/function:Function").flatMap(({ inputs }) => {
    const environment = inputs["environment"] as
      { variables?: Record<string, unknown> } | undefined;
    return Object.entries(environment?.variables ?? {})
      .filter(([variable]) => variable.startsWith("NEED_"))
      .map(([variable, value]) => [variable, String(value)] as const);
  });
}

function nameOf(variable: string): string {
  const words = variable.slice("NEED_".length).toLowerCase();
  return words.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
