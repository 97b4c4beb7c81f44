/** A prompt: people choose it in their client and fill in the arguments. */
import { z } from "zod";
import { type AnyPrompt, definePrompt } from "mcp-lambda";

export function planMeeting(): AnyPrompt {
  return definePrompt({
    name: "plan-meeting",
    title: "Plan a meeting across time zones",
    description: "Finds times that suit people in several time zones.",
    arguments: z.object({
      timeZones: z.string().describe("IANA time zones, separated by commas: Asia/Seoul, UTC"),
      minutes: z.string().optional().describe("Length in minutes; 30 when left out"),
    }),
    complete: { minutes: () => ["15", "30", "45", "60", "90"] },
    write: ({ timeZones, minutes = "30" }) =>
      `Propose three times within the next five working days for a meeting of ${minutes} minutes with people in these time zones: ${timeZones}.
Ask the tool current-time for the time in each zone. Keep to 09:00-18:00 everywhere if that is possible, and say who has to bend if it is not. Answer with a table that has a column for each zone.`,
  });
}
