import { fullImageName } from '../../constructs/contracts';

/** Where the distribution API has an image. */
export interface ImageAddress {
  /** As images name it, e.g. `docker.io`; credentials are kept under it. */
  readonly registry: string;
  /** Start of its addresses, e.g. `https://registry-1.docker.io/v2/library/postgres`. */
  readonly url: string;
  /** Tag or digest. */
  readonly reference: string;
}

/** Docker Hub answers under another name than its images have. */
const hosts: Readonly<Record<string, string>> = { 'docker.io': 'registry-1.docker.io' };

/** As every other client of registries: nothing but this machine is asked without TLS. */
const scheme = (host: string): string => (/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host) ? 'http' : 'https');

/** @returns `undefined` where the text names no image with a tag or a digest */
export function imageAddress(image: string): ImageAddress | undefined {
  const [, registry, repository, tag, digest] =
    /^([^/]+)\/([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)(?::([\w][\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/.exec(
      fullImageName(image),
    ) ?? [];
  const reference = digest ?? tag;
  if (registry === undefined || repository === undefined || reference === undefined) return undefined;
  const host = hosts[registry] ?? registry;
  return { registry, url: `${scheme(host)}://${host}/v2/${repository}`, reference };
}
