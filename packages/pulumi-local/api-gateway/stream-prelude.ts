/**
 * What precedes the body of a streamed proxy response: status and headers as JSON, and eight zero bytes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
 */
import { type GatewayHead, toHead } from "./proxy-result";

const DELIMITER = Buffer.alloc(8);

/** Of what comes without a delimiter no more is looked at. */
const MAX_PRELUDE_BYTES = 64 * 1024;

/** Undefined while there is more to come; a head that is undefined is not one of a proxy response. */
export interface Prelude {
  readonly head: GatewayHead | undefined;
  /** What has come of the body. */
  readonly rest: Buffer;
}

export class PreludeReader {
  private pending = Buffer.alloc(0);

  read(chunk: Buffer): Prelude | undefined {
    this.pending = Buffer.concat([this.pending, chunk]);
    const at = this.pending.indexOf(DELIMITER);
    if (at < 0 && this.pending.length <= MAX_PRELUDE_BYTES) return undefined;
    const json = this.pending.subarray(0, Math.max(at, 0)).toString("utf8");
    return { head: parseHead(json), rest: this.pending.subarray(at + DELIMITER.length) };
  }
}

function parseHead(json: string): GatewayHead | undefined {
  try {
    return toHead(JSON.parse(json));
  } catch {
    return undefined;
  }
}
