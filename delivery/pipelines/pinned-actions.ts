import type { Cloud } from '../../environments/model';

/** An action of somebody else's, by the commit that was looked at: a tag can be moved, a commit cannot. */
export interface PinnedAction {
  /** `owner/repository@<full SHA of a commit>` */
  readonly uses: string;
  /** The release that the commit is. */
  readonly version: string;
}

const pinned = (name: string, commit: string, version: string): PinnedAction => ({
  uses: `${name}@${commit}`,
  version,
});

/**
 * The only actions that pipelines use. Each pair of commit and release was read, on 2026-11-22, in several public repositories
 * that pin it so, independent of each other.
 */
export const actions = {
  checkout: pinned('actions/checkout', '08c6903cd8c0fde910a37f88322edcfb5dd907a8', 'v5.0.0'),
  node: pinned('actions/setup-node', '49933ea5288caeca8642d1e84afbd3f7d6820020', 'v4.4.0'),
  upload: pinned('actions/upload-artifact', 'ea165f8d65b6e75b540449e92b4886f43607fa02', 'v4.6.2'),
  download: pinned('actions/download-artifact', 'd3f86a106a0bac45b974a628896c90dbdf5c8093', 'v4.3.0'),
  terraform: pinned('hashicorp/setup-terraform', 'b9cd54a3c349d3f38e8881555d616ced269862dd', 'v3.1.2'),
} as const satisfies Readonly<Record<string, PinnedAction>>;

/** The clouds' own actions, which turn the token of a job into a sign-in. */
export const signInActions: { readonly [C in Cloud]: PinnedAction } = {
  aws: pinned('aws-actions/configure-aws-credentials', 'a03048d87541d1d9fcf2ecf528a4a65ba9bd7838', 'v5.0.0'),
  google: pinned('google-github-actions/auth', '7c6bc770dae815cd3e89ee6cdf493a5fab2cc093', 'v3.0.0'),
  azure: pinned('azure/login', 'a457da9ea143d694b1b9c7c869ebb04ebe844ef5', 'v2.3.0'),
};

/** Every one of them, by what stands behind `uses:`. */
export const pinnedVersions: ReadonlyMap<string, string> = new Map(
  [...Object.values(actions), ...Object.values(signInActions)].map(({ uses, version }) => [uses, version]),
);
