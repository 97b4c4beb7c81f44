/** Numbers as people say them: "1,204", "1.2 s", "340 ms", "12 kB", "5 %". For the page too. */

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const rounded = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

interface Scale {
  /** What one of the unit is in the smallest step's. */
  readonly factor: number;
  readonly steps: readonly (readonly [from: number, name: string])[];
}

const TIME: Scale["steps"] = [
  [3_600_000, "h"],
  [60_000, "min"],
  [1000, "s"],
  [1, "ms"],
];
const SIZE: Scale["steps"] = [
  [1e12, "TB"],
  [1e9, "GB"],
  [1e6, "MB"],
  [1e3, "kB"],
  [1, "bytes"],
];

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const SCALES: ReadonlyMap<string, Scale> = new Map([
  ["Seconds", { factor: 1000, steps: TIME }],
  ["Milliseconds", { factor: 1, steps: TIME }],
  ["Microseconds", { factor: 0.001, steps: TIME }],
  ["Bytes", { factor: 1, steps: SIZE }],
  ["Kilobytes", { factor: 1e3, steps: SIZE }],
  ["Megabytes", { factor: 1e6, steps: SIZE }],
  ["Gigabytes", { factor: 1e9, steps: SIZE }],
]);

/** Whole numbers as they are, others with three significant digits. */
export function numberText(value: number): string {
  const isWhole = Number.isInteger(value) || Math.abs(value) >= 1000;
  // No "-0".
  return isWhole ? whole.format(value === 0 ? 0 : value) : rounded.format(value);
}

/** @param unit of CloudWatch's; default: none. */
export function quantityText(value: number, unit = "None"): string {
  if (unit === "Percent") return `${numberText(value)} %`;
  const scale = SCALES.get(unit);
  if (scale === undefined) {
    return unit.endsWith("/Second") ? `${numberText(value)} a second` : numberText(value);
  }
  const amount = value * scale.factor;
  // As it is shown: 999.7 ms are 1 s.
  const size = Number(Math.abs(amount).toPrecision(3));
  const smallest = scale.steps.at(-1) ?? [1, ""];
  const [from, name] = scale.steps.find(([each]) => size >= each) ?? smallest;
  return `${numberText(amount / from)} ${name}`;
}

/** "5 minutes", "1 minute", "10 seconds". */
export function spanText(seconds: number): string {
  const isMinutes = seconds % 60 === 0;
  const count = isMinutes ? seconds / 60 : seconds;
  return `${numberText(count)} ${isMinutes ? "minute" : "second"}${count === 1 ? "" : "s"}`;
}
