/** Rules of secrets: keys of callers, the key that seals requestState, and whatever is like them. */
import {
  FUNCTION,
  label,
  ofType,
  type Resource,
  type Rule,
  STACK,
  text,
  type Values,
} from "../resource";

const API_KEY = "aws:apigateway/apiKey:ApiKey";
const USAGE_PLAN_KEY = "aws:apigateway/usagePlanKey:UsagePlanKey";
const PARAMETER = "aws:ssm/parameter:Parameter";

/** Outputs that hold a secret and that the provider does not know for one. */
const NOT_KNOWN_FOR_SECRET = [API_KEY, USAGE_PLAN_KEY];

export const encryptedKeys: Rule = {
  name: "secret-encrypted-keys",
  description: "Keys of callers, and parameters with secrets, are encrypted in the stack's state.",
  protects: true,
  problems: (resources) => [
    ...NOT_KNOWN_FOR_SECRET.flatMap((type) => ofType(resources, type))
      .filter(({ additionalSecretOutputs }) => !additionalSecretOutputs.includes("value"))
      .map((key) => `${label(key)} keeps its value in clear: add it to additionalSecretOutputs`),
    ...ofType(resources, PARAMETER)
      .filter(
        ({ inputs }) =>
          inputs["type"] !== "SecureString" && SOUNDS_SECRET.test(text(inputs["name"])),
      )
      .map(
        (parameter) =>
          `${label(parameter)} is named as a secret and is none: make it a SecureString`,
      ),
  ],
};

const SOUNDS_SECRET = /(^|[/_-])(secret|password|token|key)$/i;

/** Shorter texts may be anywhere by chance. */
const MIN_SECRET = 8;

/** By value, so that it finds a secret however it came there. */
export const nowhereElse: Rule = {
  name: "secret-nowhere-else",
  description:
    "The value of a secret is in its own resource, in variables of functions, and in encrypted places.",
  protects: true,
  problems: (resources) => {
    const secrets = resources.flatMap(secretOf);
    return resources.flatMap((resource) =>
      secrets.flatMap(({ of, value }) =>
        placesOf(value, resource)
          .filter((place) => !isItsPlace(place, resource, of))
          .map(
            (place) =>
              `${label(resource)} has the value of ${label(of)} in "${place}", in clear: pass it as a secret, or leave it out`,
          ),
      ),
    );
  },
};

interface Secret {
  readonly of: Resource;
  readonly value: string;
}

function secretOf(resource: Resource): readonly Secret[] {
  const { type, inputs, outputs } = resource;
  const isSecret = type === API_KEY || (type === PARAMETER && inputs["type"] === "SecureString");
  const value = text(outputs["value"] ?? inputs["value"]);
  return isSecret && value.length >= MIN_SECRET ? [{ of: resource, value }] : [];
}

/** Names of inputs, and of a stack's outputs, that hold the value. */
function placesOf(value: string, { type, inputs, outputs }: Resource): readonly string[] {
  const looked: Values = type === STACK ? outputs : inputs;
  return Object.keys(looked).filter((name) => knownText(looked, name).includes(value));
}

/** What a preview does not know yet throws; an update looks at it again, at its end. */
function knownText(looked: Values, name: string): string {
  try {
    return JSON.stringify(looked[name] ?? null);
  } catch {
    return "";
  }
}

function isItsPlace(place: string, resource: Resource, of: Resource): boolean {
  const { type, secretInputs, additionalSecretOutputs } = resource;
  if (type === STACK) {
    // Whether an output is secret is not told to a policy pack.
    return secretInputs === undefined || additionalSecretOutputs.includes(place);
  }
  if (secretInputs?.includes(place) === true) return true;
  if (resource === of) return place === "value";
  // Where secrecy is told, the variables must be secret too.
  if (type === FUNCTION) return place === "environment" && secretInputs === undefined;
  return type === USAGE_PLAN_KEY && place === "value";
}
