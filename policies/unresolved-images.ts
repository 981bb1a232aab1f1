import { type ImageMirrors, upstreamImage } from '../constructs/contracts';
import type { Finding, Site } from '../environments/model';
import { imagesIn } from './images-in';
import type { Manifest } from './site-output';

/** Images of a site as they are published, whatever mirror pulls them, sorted. */
export const publishedImages = (manifests: readonly Manifest[], mirrors: ImageMirrors = {}): string[] =>
  [...new Set(manifests.flatMap((manifest) => imagesIn(manifest).map(([, image]) => upstreamImage(mirrors, image))))]
    .filter((image) => image !== '')
    .sort();

/** Where a site must know what runs: images that go by a tag, which somebody may move. */
export function unresolvedImages(site: Site, manifests: readonly Manifest[], mirrors?: ImageMirrors): Finding[] {
  if (!site.digestsRequired) return [];
  return publishedImages(manifests, mirrors)
    .filter((image) => !image.includes('@'))
    .map((image) => ({
      code: 'IMAGE_UNRESOLVED',
      file: site.name,
      place: 'release.digests',
      message: 'the lock has no digest for this image, and its tag may be moved',
      value: image,
      fix: `run \`evenkeel lock ${site.environment} --images\` where its registry can be reached`,
    }));
}
