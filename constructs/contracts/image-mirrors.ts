/**
 * Start of an image's full name, e.g. `quay.io/`, to what stands in its place when it is pulled through the site's own
 * registry. Where several fit, the longest holds.
 */
export type ImageMirrors = Readonly<Record<string, string>>;

/**
 * Mirrors of registries in folders of one host. Amazon's public registry has Docker's own images, too.
 * @param upstreams folder to the registry whose images it keeps
 */
export function folderMirrors(host: string, upstreams: Readonly<Record<string, string>>): ImageMirrors {
  const mirrors = Object.entries(upstreams).map(([folder, upstream]) => [`${upstream}/`, `${host}/${folder}/`]);
  const ofAmazon = Object.keys(upstreams).find((folder) => upstreams[folder] === 'public.ecr.aws');
  return {
    ...Object.fromEntries(mirrors),
    ...(ofAmazon === undefined ? {} : { 'docker.io/library/': `${host}/${ofAmazon}/docker/library/` }),
  };
}

/** The name with its registry: what names none means Docker Hub, and there `library` where it names no owner. */
export function fullImageName(image: string): string {
  const [first = '', ...rest] = image.split('/');
  if (rest.length === 0) return `docker.io/library/${image}`;
  return /[.:]/.test(first) || first === 'localhost' ? image : `docker.io/${image}`;
}

/** The image by way of the mirror that has it; as it is where none does. */
export function mirroredImage(mirrors: ImageMirrors, image: string): string {
  const full = fullImageName(image);
  const [start] = Object.keys(mirrors)
    .filter((prefix) => full.startsWith(prefix))
    .sort((left, right) => right.length - left.length);
  return start === undefined ? image : `${mirrors[start]}${full.slice(start.length)}`;
}

/** What a mirrored name stands for; as it is where no mirror made it. */
export function upstreamImage(mirrors: ImageMirrors, image: string): string {
  const [start] = Object.keys(mirrors)
    .filter((prefix) => image.startsWith(mirrors[prefix] ?? prefix))
    .sort((left, right) => (mirrors[right]?.length ?? 0) - (mirrors[left]?.length ?? 0));
  return start === undefined ? image : `${start}${image.slice(mirrors[start]?.length)}`;
}
