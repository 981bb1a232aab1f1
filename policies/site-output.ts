import type { Manifest } from '../charts/rendered-object';
import type { EnvironmentStackName, StackName } from '../constructs/contracts';

export type { Manifest };

/** The parts of a synthesized stack that rules read. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What is only looked at. */
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [key: string]: unknown;
}

/** Everything synthesized for one site: what rules look at, so they also see what was added by hand. */
export interface SiteOutput {
  /** Of the site, and those of its environment that it is part of. */
  readonly stacks: Readonly<Partial<Record<StackName | EnvironmentStackName, StackJson>>>;
  readonly manifests: readonly Manifest[];
}
