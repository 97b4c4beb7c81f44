/** Answered request, for the console, the log and the metrics. */

export interface AnsweredRequest {
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** API Gateway's, as the caller gets it in x-amzn-requestid. */
  readonly requestId: string;
  /** The header MCP-Protocol-Version; undefined when there was none. */
  readonly protocolVersion: string | undefined;
  /** Undefined when it was larger than API Gateway takes. */
  readonly body: Buffer | undefined;
  readonly status: number;
  readonly milliseconds: number;
  /** Size of the response's body. */
  readonly bytes: number;
  /** The response's body. */
  readonly response: Buffer;
  /** Undefined when it did not come to the API. */
  readonly api: ReachedApi | undefined;
  /** Of a person on the page of `npm start`; left out for all others. */
  readonly from?: "page";
}

/** How far a request has come in the API. */
export interface ReachedApi {
  readonly name: string;
  readonly stage: string;
  /** Path of the route, as declared; undefined when there is none. */
  readonly resource: string | undefined;
  /** Undefined when it was refused before. */
  readonly integrationMs: number | undefined;
}
