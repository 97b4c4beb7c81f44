/** How fast Lambda lets a function grow. */

/** https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html, refilled continuously. */
export const NEW_ENVIRONMENTS = { rate: 100, burst: 1_000 } as const;
/** Requests a second for each unit of concurrency: https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html */
export const REQUESTS_PER_CONCURRENCY = 10;
