import type { ImageDigests } from '../../constructs/contracts';
import { type Finding, InputError } from '../../environments/model';

/** What is taken of a release: `images:<name>,<name>` or `service:<name>`. */
interface Choice {
  readonly kind: 'images' | 'service';
  readonly names: readonly string[];
}

const forms = ['images:<registry>/<name>,...', 'service:<name>'];

const refuse = (message: string, value: string, fix: string, allowed: readonly string[] = forms): Finding => ({
  code: 'PROMOTION_INPUT',
  file: '',
  place: '--only',
  message,
  value,
  allowed,
  fix,
});

function choiceOf(text: string): Choice | Finding {
  const [, kind, names = ''] = /^(images|service):([\w.:/,-]+)$/.exec(text) ?? [];
  if (kind !== 'images' && kind !== 'service')
    return refuse('nobody can tell what is meant', text, 'use a form of the list');
  return { kind, names: names.split(',').filter((name) => name !== '') };
}

/** `quay.io/thanos/thanos` of `quay.io/thanos/thanos:v0.42.4`. */
const withoutTag = (image: string): string => image.replace(/:[^/:]*$/, '');

/**
 * The images that a partial promotion takes.
 * @param only as they were typed
 * @param images digests of the release
 * @param digestsOf digests that the rendered objects of a service name
 * @param services that the environment runs, in kebab case
 * @throws InputError PROMOTION_INPUT for every word that chooses nothing
 */
export function partialImages(
  only: readonly string[],
  images: ImageDigests,
  digestsOf: (service: string) => ReadonlySet<string>,
  services: readonly string[],
): ImageDigests {
  const entries = Object.entries(images);
  const wrong: Finding[] = [];
  const chosen = only.flatMap((text) => {
    const choice = choiceOf(text);
    if ('code' in choice) {
      wrong.push(choice);
      return [];
    }
    return choice.names.flatMap((name) => {
      const digests = choice.kind === 'service' ? digestsOf(name) : undefined;
      const found = entries.filter(([image, digest]) =>
        digests ? digests.has(digest) : image === name || withoutTag(image) === name,
      );
      if (found.length === 0) {
        const known = choice.kind === 'service' ? services : [...new Set(entries.map(([image]) => withoutTag(image)))];
        wrong.push(refuse(`the release has no image of this ${choice.kind}`, name, 'use a name of the list', known));
      }
      return found;
    });
  });
  if (wrong.length > 0) throw new InputError(wrong);
  return Object.fromEntries(chosen);
}
