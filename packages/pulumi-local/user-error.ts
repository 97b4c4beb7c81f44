/** Error that the user can mend: reported in one clear line, without a stack. */
export class UserError extends Error {}
