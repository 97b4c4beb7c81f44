/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const SIZES = ["", "Kilo", "Mega", "Giga", "Tera"];
const BYTES = SIZES.map((size) => (size === "" ? "Bytes" : `${size}bytes`));
const BITS = SIZES.map((size) => (size === "" ? "Bits" : `${size}bits`));
const PER_SECOND = [...BYTES, ...BITS, "Count"].map((unit) => `${unit}/Second`);
const TIMES = ["Seconds", "Microseconds", "Milliseconds"];

/** The units that CloudWatch knows. */
export const UNITS: ReadonlySet<string> = new Set([
  ...TIMES,
  ...BYTES,
  ...BITS,
  ...PER_SECOND,
  "Percent",
  "Count",
  "None",
]);
