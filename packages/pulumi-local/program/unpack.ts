/** Unpacking of the archives among a resource's inputs, so that they can be run and compared. */
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { UnpackedArchive } from "./declared";

/** Returns the inputs with each archive replaced by where its files are. */
export async function unpackArchives(
  inputs: Readonly<Record<string, unknown>>,
  { folder }: { readonly folder: string },
): Promise<Record<string, unknown>> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(inputs)) {
    result[key] = pulumi.asset.Archive.isInstance(value)
      ? await unpack(value, path.join(folder, key))
      : value;
  }
  return result;
}

async function unpack(archive: pulumi.asset.Archive, folder: string): Promise<UnpackedArchive> {
  const contents = new Map<string, Buffer>();
  await collect(archive, "", contents);
  const files = [...contents.keys()].sort();
  const hash = createHash("sha256");
  for (const file of files) {
    const content = contents.get(file) ?? Buffer.alloc(0);
    hash.update(`${file}\0${content.length}\0`).update(content);
    const target = path.join(folder, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, content);
  }
  return { folder, files, sha256: hash.digest("hex") };
}

async function collect(
  item: pulumi.asset.Asset | pulumi.asset.Archive,
  at: string,
  into: Map<string, Buffer>,
): Promise<void> {
  if (item instanceof pulumi.asset.AssetArchive) {
    for (const [name, child] of Object.entries(await item.assets)) {
      await collect(child, at === "" ? name : `${at}/${name}`, into);
    }
  } else if (item instanceof pulumi.asset.StringAsset) {
    into.set(at, Buffer.from(await item.text, "utf8"));
  } else if (item instanceof pulumi.asset.FileAsset || item instanceof pulumi.asset.FileArchive) {
    readTree(await item.path, at, into);
  } else {
    throw new pulumi.RunError(`The local run cannot unpack a ${item.constructor.name} (${at}).`);
  }
}

function readTree(file: string, at: string, into: Map<string, Buffer>): void {
  if (!fs.statSync(file).isDirectory()) {
    into.set(at, fs.readFileSync(file));
    return;
  }
  for (const name of fs.readdirSync(file)) {
    readTree(path.join(file, name), at === "" ? name : `${at}/${name}`, into);
  }
}
