/** Lambda's platform events: what it writes into a function's log around an invocation. */

/** As in Lambda's JSON log: https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
export type PlatformRecord =
  | {
      readonly type: "platform.start";
      readonly record: { readonly requestId: string; readonly version: string };
    }
  | {
      readonly type: "platform.report";
      readonly record: {
        readonly requestId: string;
        readonly status: "success" | "error" | "timeout";
        readonly metrics: ReportMetrics;
      };
    };

export interface ReportMetrics {
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly memorySizeMB: number;
  /** Left out where the system does not report it. */
  readonly maxMemoryUsedMB?: number;
  /** Only with the first event of an environment. */
  readonly initDurationMs?: number;
}

/** What Lambda measures of an invocation beside its report. */
export interface InvocationFacts {
  readonly functionName: string;
  /** Invocations that ran at its start, itself included. */
  readonly concurrent: number;
  /** API Gateway's id of the request that it is invoked for, if it is. */
  readonly gatewayRequestId?: string | undefined;
}
