/** CloudWatch widget property schemas, which widgets and rows of metrics share. */
import * as z from "zod";
import { isAwsOnlyStatistic, parseStatistic } from "../metrics/statistics";
import { must, textThat } from "../schema-issues";

const DAY_SECONDS = 86_400;
const PERIOD = "1, 5, 10, 20, 30 or a multiple of 60, of a day at most";

export const period = z.number(must(PERIOD)).refine(isPeriod, must(PERIOD));

export const statistic = textThat(
  "a statistic: Sum, Average, Minimum, Maximum, SampleCount, p99 and the like",
  (text) => parseStatistic(text) !== undefined || isAwsOnlyStatistic(text),
);
export const side = z.enum(["left", "right"]);
export const color = textThat("a colour such as #d62728", (text) =>
  /^#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?$/.test(text),
);
export const alarmArn = textThat("the ARN of an alarm", (text) =>
  /^arn:aws[\w-]*:cloudwatch:[\w-]*:\d{12}:alarm:.+$/.test(text),
);

function isPeriod(seconds: number): boolean {
  if ([1, 5, 10, 20, 30].includes(seconds)) return true;
  return seconds >= 60 && seconds <= DAY_SECONDS && seconds % 60 === 0;
}
