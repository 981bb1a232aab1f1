/**
 * Annotations of pods whose work is not repeated lightly: no machine is emptied under them to save money, whoever makes the
 * machines. Sources: cluster-autoscaler's FAQ; karpenter.sh/docs/concepts/disruption.
 */
export const keepInPlace = {
  'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
  'karpenter.sh/do-not-disrupt': 'true',
} as const;
