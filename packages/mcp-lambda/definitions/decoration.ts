/** Icons and metadata: what a tool, a resource, a template and a prompt may have listed beside the rest. */
import type { Icon } from "@modelcontextprotocol/server";

export interface Decoration {
  /** Shown by clients beside its name: https or data URLs. */
  readonly icons?: readonly Icon[];
  /** For clients that know it; keys as https://modelcontextprotocol.io/specification/2026-07-28/basic#meta says. */
  readonly _meta?: Readonly<Record<string, unknown>>;
}

/** As lists show it; nothing of what is not there. */
export function decoration({ icons, _meta }: Decoration): {
  icons?: Icon[];
  _meta?: Record<string, unknown>;
} {
  return {
    ...(icons !== undefined && { icons: [...icons] }),
    ...(_meta !== undefined && { _meta }),
  };
}
