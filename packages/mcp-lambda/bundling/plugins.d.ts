import type { Plugin } from "esbuild";

/** A change of the SDK's text, made unless the handler says one of the names. */
export interface SdkChange {
  readonly names: RegExp;
  readonly text: RegExp;
  readonly replacement: string | ((match: string, ...groups: readonly string[]) => string);
}

export const SDK_CHANGES: readonly SdkChange[];
export const ASSIGNED_CLOSURE: RegExp;
export function plugins(handlerText: string): Plugin[];
