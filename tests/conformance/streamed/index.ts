/** The product's components, with streaming, around the server that the conformance suite asks for. */
import { declareServer } from "../../support/stack";

const { api } = declareServer("conformance", "tests/conformance/streamed/handler.ts");

export const endpoint = api.endpoint;
