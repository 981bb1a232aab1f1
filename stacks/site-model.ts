import type { BucketCopy } from '../charts';
import type {
  CapabilityEvidence,
  InClusterEvidence,
  KubernetesFacts,
  NeedBinder,
  StackName,
} from '../constructs/contracts';
import type { Site } from '../environments/model';
import type { NeedKind } from '../services';
import type { SiteStack } from './site-stack';

/** One site, built: its Terraform stacks, and what its charts must know. */
export interface SiteModel<S extends Site = Site> {
  readonly site: S;
  readonly stacks: Readonly<Partial<Record<StackName, SiteStack<S>>>>;
  readonly kubernetes: KubernetesFacts;
  /** Buckets that jobs of the site copy from or to another cloud. Default: none. */
  readonly bucketCopies?: readonly BucketCopy[];
  /** Who meets a need on this site. */
  providerOf<K extends NeedKind>(kind: K): NeedBinder<K, S>;
  readonly evidence: CapabilityEvidence | InClusterEvidence;
}
