/** Error that the user can mend: reported in one clear line, without a stack. */
export class UserError extends Error {}

/** A port that something else listens on; whoever has chosen it knows how to choose another. */
export class PortInUse extends UserError {
  /** @param without what cannot be done then, as the end of a sentence; "" for nothing to say. */
  constructor(
    readonly port: number,
    readonly without = "",
  ) {
    super(`Port ${port} is in use${without}. Stop what uses it, or choose another.`);
  }

  /** @param command that chooses another. */
  withCommand(command: string): UserError {
    return new UserError(`${this.message.slice(0, -1)}: ${command}`);
  }

  /** A port to try. */
  get other(): number {
    return this.port < 65_535 ? this.port + 1 : this.port - 1;
  }
}
