/** Contexts of Pod Security `restricted`, for Helm charts that leave them to their values. */
export const restrictedPodContext = (user: number) => ({
  runAsNonRoot: true,
  runAsUser: user,
  runAsGroup: user,
  fsGroup: user,
  seccompProfile: { type: 'RuntimeDefault' },
});

export const restrictedContainerContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
} as const;
