export { one } from "./one";
export * from "./two";
export * as nested from "./three";
