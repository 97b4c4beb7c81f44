import { handlers } from "./registry";

handlers["b"] = () => "B";
