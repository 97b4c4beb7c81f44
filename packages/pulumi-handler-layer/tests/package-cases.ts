/** Tools with npm packages answer in Lambda what they answer in plain Node.js, or are refused. */
import { describeCases } from "./support/describe-cases";

describeCases((toolCase) => toolCase.package !== undefined || toolCase.kind === "package");
