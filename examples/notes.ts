/** The notes that save-note and search-notes share: a table, of which each caller sees its own part. */
import { z } from "zod";

export const NOTE = z.object({
  owner: z.string(),
  /** Begins with the time, so that notes are in the order in which they were saved. */
  id: z.string(),
  text: z.string(),
  tags: z.array(z.string()),
  /** Seconds since 1970: DynamoDB deletes it then. */
  expires: z.number(),
});

/** Each tool adds what it may do: `table({ ...NOTES, may: ["put"] })`. */
export const NOTES = { item: NOTE, key: "owner", sort: "id", expires: "expires" } as const;

export const TAG = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,29}$/)
  .describe("Lower-case letters, digits and hyphens, for example: to-buy");
