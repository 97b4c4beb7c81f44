/**
 * Skills: folders skills/<name> with a SKILL.md (https://agentskills.io/specification), served as the
 * skills extension says. Only a server that imports this has anything of it in its layer.
 */
import type { Resource } from "@modelcontextprotocol/server";
import type { Skill } from "@modelcontextprotocol/server/ext/skills";
import { directoriesFeature } from "./directories";
import { skillsFeature } from "./feature";
import { readSkillFiles } from "./read-files";
import type { Skills } from "./skills";

export type { SkillFile, Skills } from "./skills";

/**
 * Reads the skills of a folder, which is shipped with the function when a literal names it:
 * `readSkills(path.join(__dirname, "..", "skills"))`.
 *
 * @throws Error that names a file and what is wrong with it.
 */
export function readSkills(folder: string): Skills {
  const skills = readSkillFiles(folder);
  const all = skills.flatMap(({ name, files }) =>
    [...files].map(([path, file]) => [`skill://${name}/${path}`, file] as const),
  );
  let made: Promise<readonly Skill[]> | undefined;
  // At first use: digests, and the extension's own schemas, are not what a cold start waits for.
  const entries = (): Promise<readonly Skill[]> =>
    (made ??= import("@modelcontextprotocol/server/ext/skills").then(({ skillEntry }) =>
      Promise.all(
        skills.map(({ name, files }) =>
          skillEntry(
            name,
            Object.fromEntries([...files].map(([path, { bytes }]) => [path, bytes] as const)),
          ),
        ),
      ),
    ));
  let shown: Promise<readonly Resource[]> | undefined;
  const listed = (): Promise<readonly Resource[]> =>
    // A skill that cannot be read is reported by skills/list, and leaves the other resources listed.
    (shown ??= entries().then(
      (each) => each.map(toResource),
      () => [],
    ));
  const byUri = new Map(all);
  const features = [skillsFeature(entries), directoriesFeature(byUri)];
  return { files: byUri, entries, listed, features };
}

function toResource({ uri, frontmatter: { name, description } }: Skill): Resource {
  return { uri, name, description, mimeType: "text/markdown" };
}
