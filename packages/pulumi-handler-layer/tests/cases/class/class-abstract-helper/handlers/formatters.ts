export abstract class Formatter {
  protected abstract body(cells: readonly string[]): string;
  write(cells: readonly string[]): string {
    return `<${this.body(cells)}>`;
  }
}
export class Csv extends Formatter {
  protected override body(cells: readonly string[]): string {
    return cells.join(",");
  }
}
export class Json extends Formatter {
  protected override body(cells: readonly string[]): string {
    return JSON.stringify(cells);
  }
}
