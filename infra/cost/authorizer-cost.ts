/** What checking tokens costs a month, with auth: jwt; nothing otherwise. */
import { type CostSettings, costOf, LAMBDA_LOG_BYTES, type Load, useOf } from "./month";
import type { Prices } from "./prices";

/** As infra/authorization/ has it. */
export const AUTHORIZER_MEMORY_MB = 256;
/** It answers after so long when the issuer hangs: jwt-authorizer/key-cache.ts. */
export const MAX_AUTHORIZER_SECONDS = 3;
/** Its line of a request at most (reason, detail, ids of client and key), Lambda's, and that it failed. */
const MAX_LOG_BYTES = 3_500 + LAMBDA_LOG_BYTES + 400;

/** One request of so many asks it, where its result is kept: the others come with the same token. */
export const TYPICAL_REQUESTS_OF_TOKEN = 10;
/** A signature and its claims, with the CPU that 256 MB have. */
const TYPICAL_SECONDS = 0.005;
const TYPICAL_LOG_BYTES = 500 + LAMBDA_LOG_BYTES;

/** /mcp: POST and all other methods, each with a throttle of its own. */
const METHODS = 2;

/** Every request with a token that was not seen yet, while the issuer hangs. */
export function worstAuthorizerLoad({ throttleRate }: CostSettings): Load {
  return {
    perSecond: METHODS * throttleRate,
    seconds: MAX_AUTHORIZER_SECONDS,
    answerBytes: 0,
    logBytes: MAX_LOG_BYTES,
  };
}

/** @param perSecond requests of callers. */
export function typicalAuthorizerLoad({ authCacheSeconds }: CostSettings, perSecond: number): Load {
  return {
    perSecond: authCacheSeconds === 0 ? perSecond : perSecond / TYPICAL_REQUESTS_OF_TOKEN,
    seconds: TYPICAL_SECONDS,
    answerBytes: 0,
    logBytes: TYPICAL_LOG_BYTES,
  };
}

/** Lambda and its log. API Gateway takes nothing for it, nor for requests that are refused. */
export function authorizerCost(load: Load, settings: CostSettings, prices: Prices): number {
  if (settings.auth !== "jwt") return 0;
  const own = {
    ...settings,
    memoryMb: AUTHORIZER_MEMORY_MB,
    reservedConcurrency: undefined,
    accessLogs: false,
  };
  const { lambdaRequests, lambdaDuration, log } = costOf(useOf([load], own), prices, own);
  return lambdaRequests + lambdaDuration + log;
}
