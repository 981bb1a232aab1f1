import type { ContainerSpec } from '../../constructs/kubernetes/workloads';
import { feastEnvironment, feastMounts } from './configuration';
import { feastImage } from './feast';
import type { FeatureStoreProps } from './feature-store-props';

export type FeastContainerProps = Omit<ContainerSpec, 'image' | 'env' | 'mounts'> & { readonly scratchMiB: number };

/** Feast's image under a root that nothing can write to, with its file and its stores. */
export const feastContainer = (
  props: FeatureStoreProps,
  { scratchMiB, ...spec }: FeastContainerProps,
): ContainerSpec => ({
  command: ['feast'],
  ...spec,
  image: feastImage,
  env: feastEnvironment(props),
  mounts: feastMounts(props, scratchMiB),
});
