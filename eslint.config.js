"use strict";
const tseslint = require("typescript-eslint");

/** Modules that only the deploying machine has. */
const ofDeployment = ["@pulumi/*", "**/infra/*", "pulumi-handler-layer", "pulumi-local"];

const forLambda = {
  group: ofDeployment,
  message: "This runs in Lambda, and imports nothing of the deploy path.",
};
const forPackages = {
  group: ["**/../handlers/*", "**/../infra/*"],
  message: "A package does not know the program.",
};
const forInfra = {
  group: ["pulumi-local", "**/tests/*"],
  message: "What is deployed does not depend on the local run.",
};

/** A later block of the same rule replaces an earlier one, so each names all of its own. */
const without = (...patterns) => ({
  "@typescript-eslint/no-restricted-imports": ["error", { patterns }],
});

module.exports = tseslint.config(
  {
    ignores: [
      "**/node_modules/",
      "coverage/",
      ".cache/",
      "packages/pulumi-handler-layer/tests/cases/",
    ],
  },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Interfaces of others (transports, Lambda) ask for promises where nothing is awaited.
      "@typescript-eslint/require-await": "off",
      // { left, ...rest } leaves something out.
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
    },
  },
  {
    files: ["handlers/**/*.ts", "examples/**/*.ts"],
    rules: without(forLambda),
  },
  {
    files: ["infra/**/*.ts"],
    rules: {
      // A component makes its children for their effect.
      "no-new": "off",
      ...without(forInfra),
    },
  },
  {
    files: ["packages/**/*.ts"],
    rules: without(forPackages),
  },
  {
    files: ["packages/mcp-lambda/**/*.ts", "packages/jwt-authorizer/**/*.ts"],
    ignores: ["packages/*/tests/**"],
    rules: without(forPackages, forLambda),
  },
);
