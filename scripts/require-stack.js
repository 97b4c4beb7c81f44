/** `npm run destroy` removes everything, so it wants to be told of which stack. */
"use strict";

const args = process.argv.slice(2);
const named = args.some((arg) => /^(-s|--stack(=.+)?)$/.test(arg));

if (!named) {
  console.error("Name the stack to destroy: npm run destroy -- --stack dev");
  process.exit(1);
}
