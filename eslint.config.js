"use strict";
const tseslint = require("typescript-eslint");

/**
 * handlers/ is copied out of the running program into Lambda. What this forbids there serializes
 * and then breaks only when it runs, or not at all.
 */
const inside =
  "Make it inside the function that uses it (for a tool: inside the function that returns its definition).";
/** Code that runs when the module is loaded: within no function and no class. */
const whenLoaded = (node) =>
  `:matches(Program, ExportNamedDeclaration) > VariableDeclaration ${node}:not(:function *):not(ClassBody *), ExportDefaultDeclaration ${node}:not(:function *), Program > ExpressionStatement > AssignmentExpression ${node}:not(:function *)`;
const unserializable = [
  {
    selector: whenLoaded("NewExpression"),
    message: `Objects made by "new" at module level do not survive serialization. ${inside}`,
  },
  {
    selector: whenLoaded(":matches(CallExpression, TaggedTemplateExpression)"),
    message: `What a call returns at module level (a zod schema, a Symbol, a client) may not survive serialization. ${inside}`,
  },
  { selector: "PrivateIdentifier", message: 'Write "private" instead: #names do not survive.' },
  {
    selector: "CallExpression[callee.name='Symbol']",
    message: `Symbols do not survive. ${inside}`,
  },
  {
    selector: "PropertyDefinition[static=true] > .value",
    message: `Static fields do not survive serialization. ${inside}`,
  },
  {
    selector: "ClassDeclaration[superClass.name=/Error$/]",
    message: "instanceof is false after serialization: return failure(...) or throw a plain Error.",
  },
];

module.exports = tseslint.config(
  { ignores: ["node_modules/", "coverage/"] },
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
    files: ["handlers/**/*.ts"],
    rules: {
      "no-restricted-syntax": ["error", ...unserializable],
      "@typescript-eslint/no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              group: ["@pulumi/*", "**/infra/*", "**/local/*", "**/tests/*"],
              message: "handlers/ runs in Lambda and imports nothing of the deploy path.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["infra/**/*.ts"],
    rules: {
      // A component makes its children for their effect.
      "no-new": "off",
      "@typescript-eslint/no-restricted-imports": [
        "error",
        { patterns: [{ group: ["**/local/*", "**/tests/*"] }] },
      ],
    },
  },
);
