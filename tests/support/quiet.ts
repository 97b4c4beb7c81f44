/** Keeps what handlers log out of the tests' report; `capturing` sees it all the same. */
import { divertOutput } from "mcp-lambda/testing";

divertOutput(() => undefined);
