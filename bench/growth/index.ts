/** The product's components around as many tools as the variable TOOLS says. */
import { declareServer } from "../../tests/support/stack";

const { api } = declareServer("growth", "bench/growth/handler.ts");

export const endpoint = api.endpoint;
