/** Kubernetes' suffixes of amounts that stand in manifests, in units. */
const suffixes: Readonly<Record<string, number>> = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** `250m`, `1.5`, `512Mi` in units; what is no amount is nothing. */
export function kubernetesAmount(value: unknown): number {
  const [, number, suffix = ''] = /^([\d.]+)([A-Za-z]*)$/.exec(`${value ?? ''}`) ?? [];
  return number === undefined ? 0 : Number(number) * (suffixes[suffix] ?? 0);
}
