/** Makes ts-node compile a text once in a process, however often it is asked for it. */
import { REGISTER_INSTANCE } from "ts-node";

export type Compile = (text: string, file: string) => string;

/** @returns what compiles, for the module loader and for everybody else. */
export function compileOnce(): Compile {
  const service = process[REGISTER_INSTANCE];
  if (service === undefined) throw new Error("ts-node is not registered");
  const compile = service.compile.bind(service);
  const known = new Map<string, { readonly text: string; readonly code: string }>();
  // The module loader of ts-node calls the service by this property.
  service.compile = (text, file, ...rest) => {
    const last = known.get(file);
    if (last?.text === text) return last.code;
    const code = compile(text, file, ...rest);
    known.set(file, { text, code });
    return code;
  };
  return (text, file) => service.compile(text, file);
}
