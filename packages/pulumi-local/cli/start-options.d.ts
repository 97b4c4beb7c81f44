import type { ParseArgsConfig } from "node:util";

export const START_OPTIONS: NonNullable<ParseArgsConfig["options"]>;

/** Where `npm start` serves when nothing else is said. */
export const DEFAULT_PORT: number;
