/** The product's components around the server that the conformance suite asks for. */
import { declareServer } from "../support/stack";

const { api } = declareServer("conformance", "tests/conformance/handler.ts");

export const endpoint = api.endpoint;
