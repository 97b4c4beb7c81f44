/** Which invocations belong to which request of API Gateway, and which of them are the page's own. */

/** Of more, the oldest are forgotten. */
const MAX_KEPT = 2000;

export class RequestBook {
  private readonly own = new Map<string, true>();
  private readonly requests = new Map<string, string>();

  /** @param requestId API Gateway's. */
  addOwn(requestId: string): void {
    keep(this.own, requestId, true);
  }

  /** @param lambdaId of an invocation that is for this request. */
  addInvocation(lambdaId: string, requestId: string | undefined): void {
    if (requestId !== undefined) keep(this.requests, lambdaId, requestId);
  }

  /** API Gateway's id of the request that an invocation is for. */
  requestOf(lambdaId: string | undefined): string | undefined {
    return lambdaId === undefined ? undefined : this.requests.get(lambdaId);
  }

  /** The request that a line belongs to: by the id in it, or else by the event that its process had. */
  requestOfLine(line: string, lambdaId: string | undefined): string | undefined {
    const named = /"requestId":"([\w-]{36})"/.exec(line)?.[1];
    return this.requestOf(named) ?? this.requestOf(lambdaId);
  }

  isOwn(requestId: string | undefined): boolean {
    return requestId !== undefined && this.own.has(requestId);
  }
}

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MAX_KEPT && oldest !== undefined) map.delete(oldest);
}
