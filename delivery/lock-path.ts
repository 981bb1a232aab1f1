/** `environments/prod.ts` has `environments/prod.lock.json`. */
export const lockPath = (environmentFile: string): string => environmentFile.replace(/\.[cm]?[jt]s$/, '.lock.json');
