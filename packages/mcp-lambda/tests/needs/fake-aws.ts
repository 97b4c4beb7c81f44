/** A service of AWS that speaks JSON. */
import type { Socket } from "node:net";
import { type Asked, type FakeService, startFakeService } from "./fake-service";

export interface FakeAws extends Pick<FakeService, "stop"> {
  readonly asked: () => readonly (Pick<Asked, "url" | "headers"> & { readonly body: string })[];
  /** One after the other; the last one stays. */
  readonly reply: (
    ...replies: readonly (
      { readonly status: number; readonly body: object } | ((socket: Socket) => void)
    )[]
  ) => void;
}

export async function startFakeAws(): Promise<FakeAws> {
  const service = await startFakeService("AWS_ENDPOINT_URL");
  return {
    stop: service.stop,
    asked: () =>
      service.asked.map(({ url, headers, body }) => ({ url, headers, body: body.toString() })),
    reply: (...replies) => {
      const texts = replies.map((reply) =>
        typeof reply === "function"
          ? reply
          : { status: reply.status, body: JSON.stringify(reply.body) },
      );
      service.reply(...texts);
    },
  };
}
