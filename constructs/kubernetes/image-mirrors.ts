import type { Construct } from 'constructs';
import { type ImageMirrors, mirroredImage } from '../contracts';

const contextKey = 'evenkeel.dev/image-mirrors';

/** Says where the nodes of this site pull public images. To be said before anything is made below `scope`. */
export const setImageMirrors = (scope: Construct, mirrors: ImageMirrors): void =>
  scope.node.setContext(contextKey, mirrors);

/** The image as the nodes of this site pull it. */
export const pulledImage = (scope: Construct, image: string): string =>
  mirroredImage((scope.node.tryGetContext(contextKey) as ImageMirrors | undefined) ?? {}, image);
