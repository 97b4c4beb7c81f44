/** Settings for measures of what is bundled, whoever may call the stack. */
import type { StackSettings } from "pulumi-local";

/** Of a stack's own settings those that decide what is bundled, and these values, by their keys. */
export function bundledSettings(
  { project, stack, config }: StackSettings,
  values: StackSettings["config"],
): StackSettings {
  const kept = ["aws:region", `${project}:bundleAwsSdk`, `${project}:allowDynamicRequire`];
  const own = Object.entries(values).map(([key, value]) => [`${project}:${key}`, value] as const);
  const entries = Object.entries(config).filter(([key]) => kept.includes(key));
  return { project, stack, config: Object.fromEntries([...entries, ...own]) };
}
