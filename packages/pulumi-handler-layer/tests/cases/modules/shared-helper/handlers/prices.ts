export const VAT = 0.2;
export function gross(net: number): number {
  return net * (1 + VAT);
}
