import { fullImageName, type ImageDigests } from '../../constructs/contracts';
import { imageDigest, type NoDigest } from './image-digest';
import { registrySignIns } from './registry-sign-in';

export interface ResolvedImages {
  /** Of every image that is used and has one, by its full name, sorted. */
  readonly digests: ImageDigests;
  /** Tags that have another digest now than before. */
  readonly moved: readonly { readonly image: string; readonly before: string; readonly after: string }[];
  /** Images without a digest, and why. */
  readonly missing: readonly (NoDigest & { readonly image: string })[];
}

/** Registries bear this many questions at once. */
const atOnce = 8;

/**
 * The digests of images, from their registries.
 * @param used as they are rendered, with or without a digest
 * @param known digests of an earlier time
 * @param again also ask for those that are known. Default: only what is new is asked for
 */
export async function resolveImages(
  used: readonly string[],
  known: ImageDigests,
  again = false,
  signInTo = registrySignIns(),
): Promise<ResolvedImages> {
  const names = [...new Set(used.map((image) => fullImageName(image.split('@')[0] ?? image)))].sort();
  const found = new Map(names.flatMap((name) => (known[name] === undefined ? [] : [[name, known[name]] as const])));
  const missing: ResolvedImages['missing'][number][] = [];
  /** Registries that could not be asked: nobody waits for them again. */
  const silent = new Map<string, string>();
  const waiting = names.filter((name) => again || !found.has(name));
  const ask = async (): Promise<void> => {
    for (let image = waiting.shift(); image !== undefined; image = waiting.shift()) {
      const [registry = ''] = image.split('/');
      const before = silent.get(registry);
      const digest = before === undefined ? await imageDigest(image, signInTo) : { why: before, asked: false };
      if (typeof digest === 'string') found.set(image, digest);
      else missing.push({ image, ...digest });
      if (typeof digest !== 'string' && !digest.asked) silent.set(registry, digest.why);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, ask));
  const digests = Object.fromEntries(
    names.flatMap((name) => {
      const digest = found.get(name);
      return digest === undefined ? [] : [[name, digest]];
    }),
  );
  return {
    digests,
    moved: names.flatMap((image) => {
      const [before, after] = [known[image], digests[image]];
      return before !== undefined && after !== undefined && before !== after ? [{ image, before, after }] : [];
    }),
    missing: missing.sort((left, right) => (left.image < right.image ? -1 : 1)),
  };
}
