import type { Construct } from 'constructs';
import { type ImageNames, pulledImageName } from '../contracts';

const contextKey = 'evenkeel.dev/image-names';

/** Says how the nodes of this site name images. To be said before anything is made below `scope`. */
export const setImageNames = (scope: Construct, names: ImageNames): void => scope.node.setContext(contextKey, names);

/** The image as the nodes of this site pull it. */
export const pulledImage = (scope: Construct, image: string): string =>
  pulledImageName((scope.node.tryGetContext(contextKey) as ImageNames | undefined) ?? {}, image);
