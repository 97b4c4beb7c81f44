/** Stacks that break the rules of secrets. */
import { type Cases, type Draft, LAMBDA, REST_API, set } from "./stacks";

export const SECRETS_CASES: Cases = {
  "secret-encrypted-keys": [
    [
      "a key's value in clear",
      "apiKey",
      (drafts: Draft[]): void => {
        for (const draft of drafts)
          if (draft.type.endsWith(":UsagePlanKey")) draft.additionalSecretOutputs = [];
      },
      "keeps its value in clear",
    ],
    [
      "a parameter in clear",
      "none",
      set("ssm/parameter:Parameter", "type", "String"),
      "make it a SecureString",
    ],
  ],
  "secret-nowhere-else": [
    [
      "a key in an output",
      "apiKey",
      (drafts: Draft[]): void => {
        const stack = drafts.find(({ type }) => type === "pulumi:pulumi:Stack");
        const key = drafts.find(({ type }) => type.endsWith(":ApiKey"));
        Object.assign(stack?.outputs ?? {}, {
          endpoint: `https://x.test/?key=${String(key?.outputs["value"])}`,
        });
      },
      'in "endpoint", in clear',
    ],
    [
      "the state's key in a description",
      "none",
      (drafts: Draft[]): void => {
        const key = drafts.find(({ type }) => type.endsWith(":Parameter"));
        set(REST_API, "description", `key ${String(key?.inputs["value"])}`)(drafts);
      },
      'in "description", in clear',
    ],
    [
      "the state's key in plain variables",
      "none",
      (drafts: Draft[]): void => {
        for (const draft of drafts) if (draft.type.endsWith(LAMBDA)) draft.secretInputs = [];
      },
      'in "environment", in clear',
    ],
  ],
};
