/** `1.36` is 36. */
export const minorOf = (version: string): number => Number(version.split('.')[1]);

export const kubernetesOf = (minor: number): string => `1.${minor}`;

/** `4.3.1` before `4.10.0`: below zero where the first is older. Parts that are missing are zero. */
export function compareVersions(first: string, second: string): number {
  const parts = (version: string): number[] => version.replace(/^v/, '').split('.').map(Number);
  const [a, b] = [parts(first), parts(second)];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
