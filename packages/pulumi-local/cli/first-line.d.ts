/**
 * @param args of the command line.
 * @param isTerminal whether the line can be written over, and has no end therefore.
 * @returns the text to write; undefined for none.
 */
export function firstLine(args: readonly string[], isTerminal: boolean): string | undefined;
