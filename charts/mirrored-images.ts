import { type ImageMirrors, mirroredImage } from '../constructs/contracts';

/**
 * The same with every image pulled through the mirrors: whatever stands under the name `image` as text, in pods as in the
 * custom resources and the values that pods are made from.
 */
export function mirroredImages<T>(mirrors: ImageMirrors, value: T): T {
  if (Object.keys(mirrors).length === 0) return value;
  const mirrored = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(mirrored);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, inner]) => [
        key,
        key === 'image' && typeof inner === 'string' && inner !== '' ? mirroredImage(mirrors, inner) : mirrored(inner),
      ]),
    );
  };
  return mirrored(value) as T;
}
