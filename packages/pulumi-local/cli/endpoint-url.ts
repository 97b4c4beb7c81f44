/** URLs of servers, as commands are given them. */
import { UserError } from "../user-error";

/** @throws UserError when it is not one that clients can call. */
export function checkedUrl(url: string): string {
  const isUrl = URL.canParse(url) && /^https?:\/\//i.test(url) && !/\p{Cc}/u.test(url);
  if (isUrl) return url;
  throw new UserError(
    `--url is ${JSON.stringify(url)} but must be a URL that begins with https:// or http://, for example: "$(pulumi stack output endpoint)"`,
  );
}

/** Whether it is served on this machine, as `npm start` does it. */
export function isOfThisMachine(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && ["127.0.0.1", "localhost"].includes(hostname);
}
