/** For checks from outside of this repository, which evaluate the program and read what it declares. */
export { evaluateProgram } from "pulumi-local";
