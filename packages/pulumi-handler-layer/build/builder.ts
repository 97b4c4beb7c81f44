/** What the worker thread does: bundles a handler's modules, tells of them, and bundles its layer. */
import { bundleLayer, type Layer, type LayerOptions } from "./dependency-layer";
import { bundleModules, type HandlerEntry, type HandlerModules } from "./handler-modules";
import { importOf } from "./package-names";
import { Refusal } from "./refusal";
import { requiredPackages } from "./required-packages";

export interface BuildTask {
  readonly entry: HandlerEntry;
  readonly layer: LayerOptions;
}

/** A failure is told as text: only what the author can mend is without a stack. */
export type Outcome<Value> = { readonly value: Value } | { readonly failure: Failure };

export interface Failure {
  readonly text: string;
  readonly isRefusal: boolean;
}

/** Bundles the modules, hands them to `onModules`, and returns the layer. */
export async function buildHandler(
  { entry, layer }: BuildTask,
  onModules: (modules: Outcome<HandlerModules>) => void,
): Promise<Outcome<Layer>> {
  const modules = await outcomeOf(bundleModules(entry));
  onModules(modules);
  if ("failure" in modules) return modules;
  const { text, packages } = modules.value;
  const required = requiredPackages(text, (specifier) => specifier in packages);
  return outcomeOf(bundleLayer(text, required, layer), packages);
}

async function outcomeOf<Value>(
  work: Promise<Value>,
  packages: HandlerModules["packages"] = {},
): Promise<Outcome<Value>> {
  try {
    return { value: await work };
  } catch (error) {
    const { message, stack } = error as Error;
    if (!(error instanceof Refusal)) {
      return { failure: { text: stack ?? message, isRefusal: false } };
    }
    const line = importOf(error.packageName, packages);
    return {
      failure: { text: line === undefined ? message : `${line}: ${message}`, isRefusal: true },
    };
  }
}
