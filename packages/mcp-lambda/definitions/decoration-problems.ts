/** Faults of icons and metadata, for their author. */
import { isDeepStrictEqual } from "node:util";

/** https://modelcontextprotocol.io/specification/2026-07-28/basic#meta: prefix/name, the prefix optional. */
const META_KEY =
  /^([a-z]([a-z\d-]*[a-z\d])?(\.[a-z]([a-z\d-]*[a-z\d])?)*\/)?([a-z\d]([\w.-]*[a-z\d])?)?$/i;
type Fields = Readonly<Record<string, unknown>>;

/** Of what decorates a tool, a resource, a template or a prompt, by field. */
export function decorationFaults({
  icons,
  _meta,
}: Fields): Readonly<Record<string, string | undefined>> {
  return { icons: iconsProblem(icons), _meta: metaProblem(_meta) };
}

export function iconsProblem(icons: unknown): string | undefined {
  if (icons === undefined) return undefined;
  if (!Array.isArray(icons)) return 'use a list: [{ src: "https://...", mimeType: "image/png" }]';
  for (const icon of icons as readonly unknown[]) {
    const { src, mimeType, sizes, theme } = (icon ?? {}) as Fields;
    if (typeof src !== "string" || !URL.canParse(src) || !/^(https:|data:image\/)/.test(src)) {
      return "src of each is an https URL, or a data URL of an image";
    }
    const isImage = typeof mimeType === "string" && mimeType.startsWith("image/");
    if (mimeType !== undefined && !isImage) return 'mimeType is one of an image: "image/png"';
    const isSize = (size: unknown): boolean => /^(any|\d+x\d+)$/.test(String(size));
    if (sizes !== undefined && !(Array.isArray(sizes) && sizes.every(isSize))) {
      return 'sizes is a list of texts as "48x48", or "any"';
    }
    if (![undefined, "light", "dark"].includes(theme as string)) return "theme is light or dark";
  }
  return undefined;
}

function metaProblem(meta: unknown): string | undefined {
  if (meta === undefined) return undefined;
  if (!isJsonObject(meta)) return "use an object of JSON: texts, numbers, booleans, null, lists";
  const wrong = Object.keys(meta).find((key) => !META_KEY.test(key));
  return wrong === undefined
    ? undefined
    : `${JSON.stringify(wrong)} is not a key that the protocol allows: write "com.example/name"`;
}

function isJsonObject(value: unknown): value is Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  try {
    return isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value);
  } catch {
    return false;
  }
}
