export let config = 0;
export function configure(n: number): void {
  config = n;
}
