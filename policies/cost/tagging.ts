import type { Resource } from './resource';

export type Labels = Readonly<Record<string, unknown>>;

/** What a resource may look at to tell its tags: itself, and what it refers to. */
export interface TagContext {
  readonly referred: (reference: unknown) => Resource | undefined;
}

/** How a cloud's resources say their tags in Terraform. */
export interface Tagging {
  /** Field of most types. */
  readonly field: string;
  /** Where the provider says those of everything that it makes; it adds them to types with `field` only. */
  readonly defaults?: string;
  /** Types that say them elsewhere: one entry for each thing that has to have them. */
  readonly elsewhere: Readonly<Record<string, (resource: Resource, context: TagContext) => readonly Labels[]>>;
  /** Types with a price that take none. A test holds them to the schemas of the providers. */
  readonly untagged: readonly string[];
}
