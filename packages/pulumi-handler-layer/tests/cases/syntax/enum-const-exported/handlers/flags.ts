export const enum Flag {
  A = 1,
  B = 2,
}
