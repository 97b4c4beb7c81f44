/** What a server serves of its skills (https://modelcontextprotocol.io/extensions/skills/overview). */
import type { Resource } from "@modelcontextprotocol/server";
import type { Skill } from "@modelcontextprotocol/server/ext/skills";
import type { ResourceContent } from "../definitions/resource";
import type { Feature } from "../features/feature";

export interface SkillFile {
  readonly mimeType: string;
  readonly bytes: Uint8Array;
  /** A text where it is one. */
  readonly read: () => ResourceContent;
}

/** Made by readSkills. */
export interface Skills {
  /** Their methods: skills/list, skills/get and resources/directory/read. */
  readonly features: readonly Feature[];
  /** All files, by their URIs: "skill://refunds/SKILL.md". */
  readonly files: ReadonlyMap<string, SkillFile>;
  /** What each SKILL.md says of its skill, and digests of its files. @throws SkillCatalogError */
  readonly entries: () => Promise<readonly Skill[]>;
  /** What resources/list shows: each SKILL.md. */
  readonly listed: () => Promise<readonly Resource[]>;
}
