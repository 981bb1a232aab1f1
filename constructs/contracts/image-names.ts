import { fullImageName, type ImageMirrors, mirroredImage } from './image-mirrors';

/** Full name of an image with its tag, e.g. `docker.io/library/postgres:17.11`, to its digest, `sha256:...`. */
export type ImageDigests = Readonly<Record<string, string>>;

/** How the nodes of a site name images. */
export interface ImageNames {
  /** Default: none, images come from where they are published. */
  readonly mirrors?: ImageMirrors;
  /** Default: none, images go by their tags. */
  readonly digests?: ImageDigests;
}

/** The image with the digest that is known of its tag; as it is where none is, or where it has one. */
export function pinnedImage(digests: ImageDigests, image: string): string {
  const digest = digests[fullImageName(image)];
  return digest === undefined ? image : `${image}@${digest}`;
}

/** The image as nodes pull it: the tag stays in the name for people, and the digest says what runs. */
export const pulledImageName = ({ mirrors = {}, digests = {} }: ImageNames, image: string): string =>
  mirroredImage(mirrors, pinnedImage(digests, image));
