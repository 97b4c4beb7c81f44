/** A logger that writes nothing, for tests in which nothing is logged. */
import type { Logger } from "../../handlers/logger";

export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
