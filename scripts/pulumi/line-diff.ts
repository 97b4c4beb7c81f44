/** Lines that differ between two texts, with a few of those around them. */

type Change = readonly [sign: " " | "-" | "+", line: string];

/** Above this the middle is shown as removed and added whole. */
const MAX_CELLS = 4_000_000;

/**
 * @param around unchanged lines shown before and after each change; default 2.
 * @returns lines that begin with "  ", "- " or "+ ", with a line "  ..." where some are left out.
 */
export function lineDiff(before: string, after: string, around = 2): readonly string[] {
  const changes = changesOf(before.split("\n"), after.split("\n"));
  const isNear = changes.map(() => false);
  for (const [at, [sign]] of changes.entries()) {
    if (sign === " ") continue;
    isNear.fill(true, Math.max(0, at - around), at + around + 1);
  }
  return changes.flatMap(([sign, line], at) => {
    if (isNear[at] === true) return [`${sign} ${line}`.trimEnd()];
    return isNear[at + 1] === true ? ["  ..."] : [];
  });
}

function changesOf(before: readonly string[], after: readonly string[]): readonly Change[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start])
    start += 1;
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1;
  const same = (lines: readonly string[]): Change[] => lines.map((line) => [" ", line]);
  return [
    ...same(before.slice(0, start)),
    ...middleOf(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ];
}

/** By the longest common subsequence. */
function middleOf(before: readonly string[], after: readonly string[]): readonly Change[] {
  const all = (sign: "-" | "+", lines: readonly string[]): Change[] =>
    lines.map((line) => [sign, line]);
  const width = after.length + 1;
  if ((before.length + 1) * width > MAX_CELLS) return [...all("-", before), ...all("+", after)];
  const common = commonLengths(before, after);
  const changes: Change[] = [];
  let [row, column] = [0, 0];
  while (row < before.length && column < after.length) {
    const [old = "", made = ""] = [before[row], after[column]];
    if (old === made) {
      changes.push([" ", old]);
      row += 1;
      column += 1;
    } else if (
      (common[(row + 1) * width + column] ?? 0) >= (common[row * width + column + 1] ?? 0)
    ) {
      changes.push(["-", old]);
      row += 1;
    } else {
      changes.push(["+", made]);
      column += 1;
    }
  }
  return [...changes, ...all("-", before.slice(row)), ...all("+", after.slice(column))];
}

/** Of what follows from each pair of lines on. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      const [below = 0, right = 0] = [
        lengths[(row + 1) * width + column],
        lengths[row * width + column + 1],
      ];
      const diagonal = lengths[(row + 1) * width + column + 1] ?? 0;
      lengths[row * width + column] =
        before[row] === after[column] ? diagonal + 1 : Math.max(below, right);
    }
  }
  return lengths;
}
