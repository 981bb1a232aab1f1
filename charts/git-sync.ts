/** Fetches one revision of a Git repository; what it runs as must be the user that reads the files. */
export const gitSyncImage = 'registry.k8s.io/git-sync/git-sync:v4.7.1';
