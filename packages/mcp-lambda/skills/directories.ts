/** The feature of reading directories: resources/directory/read, of the folders that skills have. */
import { ProtocolError, ProtocolErrorCode, type Resource } from "@modelcontextprotocol/server";
import * as z from "zod";
import type { Feature } from "../features/feature";
import { cutText } from "../features/issues";
import { pageOf } from "../features/pages";
import type { Skills } from "./skills";

const PARAMS = z.looseObject({ uri: z.string(), cursor: z.string().optional() });
const DIRECTORY = "inode/directory";

export function directoriesFeature(files: Skills["files"]): Feature {
  const directories = childrenByDirectory(files);
  const register: Feature["register"] = ({ server }) => {
    const method = "resources/directory/read";
    server.setRequestHandler(method, { params: PARAMS }, ({ uri, cursor }) => {
      const children = directories.get(uri);
      if (children === undefined) {
        const message = `There is no directory ${cutText(uri)}`;
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, message);
      }
      const { items, ...rest } = pageOf(children, cursor);
      return { resources: items, ...rest };
    });
  };
  return { methodPrefix: "resources/directory/", capabilities: {}, register };
}

/** Of "skill://refunds" and all below it. */
function childrenByDirectory(files: Skills["files"]): ReadonlyMap<string, readonly Resource[]> {
  const directories = new Map<string, Resource[]>();
  const add = (uri: string, mimeType: string): void => {
    const [, parent, name] = /^(skill:\/\/.+)\/([^/]+)$/.exec(uri) ?? [];
    if (parent === undefined || name === undefined) return;
    let children = directories.get(parent);
    if (children === undefined) {
      directories.set(parent, (children = []));
      add(parent, DIRECTORY);
    }
    children.push({ uri, name, mimeType });
  };
  for (const [uri, { mimeType }] of files) add(uri, mimeType);
  return directories;
}
