/** What one release of Strimzi runs. */
export interface StrimziRelease {
  readonly kafka: readonly string[];
  /** Oldest minor version of Kubernetes. */
  readonly kubernetesFrom: string;
}

/**
 * Versions of Kafka that a release of Strimzi runs: those of its brokers before and after an upgrade must both be there.
 * Up to 0.50 from strimzi.io/downloads, read 2026-11. For 1.2.0 only the range is known: that 4.3.0 is in it is concluded. Releases
 * that are not here were not read.
 */
export const strimziReleases: Readonly<Record<string, StrimziRelease>> = {
  '0.45.1': { kafka: ['3.8.0', '3.8.1', '3.9.0', '3.9.1'], kubernetesFrom: '1.25' },
  '0.46.1': { kafka: ['3.9.0', '4.0.0'], kubernetesFrom: '1.25' },
  '0.47.0': { kafka: ['3.9.0', '3.9.1', '4.0.0'], kubernetesFrom: '1.25' },
  '0.48.0': { kafka: ['4.0.0', '4.1.0'], kubernetesFrom: '1.27' },
  '0.49.1': { kafka: ['4.0.0', '4.0.1', '4.1.0', '4.1.1'], kubernetesFrom: '1.27' },
  '0.50.0': { kafka: ['4.0.0', '4.0.1', '4.1.0', '4.1.1'], kubernetesFrom: '1.27' },
  '1.2.0': { kafka: ['4.2.0', '4.3.0', '4.3.1'], kubernetesFrom: '1.30' },
};

/** `4.3.1` has `4.3`: the version of what brokers write, which cannot go back. */
export const metadataOf = (kafka: string): string => kafka.split('.').slice(0, 2).join('.');
