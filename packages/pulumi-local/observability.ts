/**
 * Observability of a running program: its metrics and alarms under CloudWatch's rules, its log, and
 * the page that shows them. Hands everything on to whoever else listens.
 */
import { createLocalCloudWatch, type LocalCloudWatch } from "./cloudwatch/cloudwatch";
import { requestLine } from "./cli/console-log";
import type { DeclaredProgram } from "./program/declared";
import type { GatewayOptions } from "./api-gateway/gateway";
import type { LambdaOptions } from "./lambda/lambda";
import { declaredAccess } from "./oauth/declared-access";
import type { LocalIssuer } from "./oauth/issuer";
import type { StackSettings } from "./program/stack-settings";
import { originOf } from "./page/server/call-origin";
import { RequestBook } from "./page/server/request-book";
import { createPage, type LogEntry, LogFeed, type PageSources } from "./page/server/server";

export interface ObservabilityOptions extends Partial<
  Pick<LambdaOptions, "onLine" | "onReport" | "onFailure">
> {
  /** Receives what the developer should know; default: standard error. */
  readonly onWarning?: ((text: string) => void) | undefined;
  readonly settings: Pick<StackSettings, "project" | "stack">;
  readonly onRequest?: GatewayOptions["onRequest"] | undefined;
  readonly now?: () => number;
}

export interface Observability {
  readonly cloudWatch: LocalCloudWatch;
  /** Receives what functions report. */
  readonly lambda: Pick<LambdaOptions, "onLine" | "onReport" | "onThrottle" | "onFailure"> &
    Required<Pick<LambdaOptions, "onNotice">>;
  readonly onRequest: NonNullable<GatewayOptions["onRequest"]>;
  /** What the page asks for itself is shown and counted nowhere. */
  readonly origin: NonNullable<GatewayOptions["origin"]>;
  readonly page: NonNullable<GatewayOptions["page"]>;
  /** Lets the page sign in at an issuer of this machine. */
  readonly offerSignIn: (issuer: Pick<LocalIssuer, "url" | "mint">) => void;
  /** Shows this program from now on. */
  readonly deploy: (program: DeclaredProgram) => void;
}

export interface Observed {
  /** What is served. */
  readonly program: () => DeclaredProgram;
  readonly tables: PageSources["tables"];
  readonly tasks: PageSources["tasks"];
  readonly buckets?: PageSources["buckets"] | undefined;
  readonly edits?: PageSources["edits"];
}

/** What is to be known also of what the page asks for itself. */
const IS_TROUBLE = /"level":"(ERROR|FATAL)"/;

export function createObservability(
  options: ObservabilityOptions,
  { program, buckets, edits, ...sources }: Observed,
): Observability {
  const { now = Date.now } = options;
  const cloudWatch = createLocalCloudWatch({ now });
  const log = new LogFeed();
  const book = new RequestBook();
  const tell = (kind: LogEntry["kind"], text: string, request?: string): void => {
    log.add({ at: now(), kind, text, ...(request !== undefined && { request }) });
  };
  let issuer: Pick<LocalIssuer, "url" | "mint"> | undefined;
  const page = createPage({
    title: () => `${options.settings.project}-${options.settings.stack}`,
    endpoint: () => String(program().outputs["endpoint"]),
    view: cloudWatch.view,
    query: cloudWatch.query,
    lines: cloudWatch.lines,
    logGroups: cloudWatch.logGroups,
    ...sources,
    ...(buckets && { buckets }),
    ...(edits && { edits }),
    log,
    credentials: { access: () => declaredAccess(program()), issuer: () => issuer },
  });
  return {
    cloudWatch,
    offerSignIn: (offered) => {
      issuer = offered;
    },
    lambda: {
      onLine: (line, lambdaId, functionName) => {
        const request = book.requestOfLine(line, lambdaId);
        const isOwn = book.isOwn(request);
        if (isOwn && !IS_TROUBLE.test(line)) return;
        (options.onLine ?? ((text) => process.stdout.write(`${text}\n`)))(
          line,
          lambdaId,
          functionName,
        );
        if (!isOwn) cloudWatch.onLine(line, functionName);
        tell("function", line, request);
      },
      onReport: (record, invocation) => {
        const { gatewayRequestId: request } = invocation;
        book.addInvocation(record.record.requestId, request);
        if (book.isOwn(request)) return;
        options.onReport?.(record, invocation);
        cloudWatch.onReport(record, invocation);
        tell("platform", JSON.stringify(record), request);
      },
      onThrottle: cloudWatch.onThrottle,
      onFailure: (text) => {
        (options.onFailure ?? ((words) => process.stderr.write(`${words}\n`)))(text);
        tell("failure", text);
      },
      onNotice: (text) => {
        (options.onWarning ?? ((words) => process.stderr.write(`${words}\n`)))(text);
        tell("notice", text);
      },
    },
    onRequest: (request) => {
      options.onRequest?.(request);
      tell("request", requestLine(request), request.requestId);
      const { api, at, method, status, milliseconds } = request;
      if (api === undefined) return;
      cloudWatch.onRequest({
        at,
        apiName: api.name,
        stage: api.stage,
        method,
        resource: api.resource,
        status,
        latencyMs: milliseconds,
        integrationLatencyMs: api.integrationMs,
      });
    },
    origin: (message, requestId) => {
      const origin = originOf(message);
      if (origin === "own") book.addOwn(requestId);
      return origin;
    },
    page: page.handle,
    deploy: cloudWatch.deploy,
  };
}
