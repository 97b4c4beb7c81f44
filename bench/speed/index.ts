/** The product's components around a tool that times its own code. */
import { declareServer } from "../../tests/support/stack";

const { api } = declareServer("speed", "bench/speed/handler.ts");

export const endpoint = api.endpoint;
