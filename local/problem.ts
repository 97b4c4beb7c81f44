/** Something the user can mend: told in one clear line, without a stack. */
export class Problem extends Error {}
