import type { StackName } from '../constructs/contracts';

/** A Kubernetes object as it will be written. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [key: string]: unknown;
}

/** The parts of a synthesized stack that rules read. */
export interface StackJson {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly [key: string]: unknown;
}

/** Everything synthesized for one site: what rules look at, so they also see what was added by hand. */
export interface SiteOutput {
  readonly stacks: Readonly<Partial<Record<StackName, StackJson>>>;
  readonly manifests: readonly Manifest[];
}
