import { imageKeys } from '../charts/pulled-images';

const nameOf = (entry: unknown): string | undefined => {
  const name = (entry as { name?: unknown } | null)?.name;
  return typeof name === 'string' ? name : undefined;
};

/** Every image anywhere in an object, with where it stands: containers, init containers, custom resources. */
export function imagesIn(value: unknown, path = ''): [path: string, image: string][] {
  if (Array.isArray(value))
    return value.flatMap((entry, index) => imagesIn(entry, `${path}[${nameOf(entry) ?? index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]): [string, string][] =>
    imageKeys.has(key) && typeof entry === 'string' ? [[`${path}.${key}`, entry]] : imagesIn(entry, `${path}.${key}`),
  );
}
