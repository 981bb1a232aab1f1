import { type ImageNames, pulledImageName } from '../constructs/contracts';

/** Fields that name an image as text: `imageName` is CloudNativePG's. */
export const imageKeys: ReadonlySet<string> = new Set(['image', 'imageName']);

/**
 * The same with every image as nodes pull it: whatever stands as text under a name of an image, in pods as in the custom
 * resources and the values that pods are made from.
 */
export function pulledImages<T>(names: ImageNames, value: T): T {
  if (Object.keys({ ...names.mirrors, ...names.digests }).length === 0) return value;
  const pulled = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(pulled);
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(
      Object.entries(part).map(([key, inner]) => [
        key,
        imageKeys.has(key) && typeof inner === 'string' && inner !== '' ? pulledImageName(names, inner) : pulled(inner),
      ]),
    );
  };
  return pulled(value) as T;
}
