import { z } from "zod";

export const Address = z.object({ street: z.string(), city: z.string() });
export type Address = z.infer<typeof Address>;
