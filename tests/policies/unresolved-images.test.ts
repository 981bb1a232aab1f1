import type { Manifest } from '../../policies/site-output';
import { publishedImages, unresolvedImages } from '../../policies/unresolved-images';
import { localSite } from '../fixtures/sites';

const digest = `sha256:${'a'.repeat(64)}`;
const pod = (image: string, key = 'image'): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a' },
  spec: { containers: [{ name: 'a', [key]: image }] },
});
const mirrors = { 'quay.io/': '1.dkr.example/quay/', 'docker.io/library/': '1.dkr.example/ecr/docker/library/' };

it('names images as they are published, whatever pulls them, each once', () =>
  expect(
    publishedImages(
      [pod('1.dkr.example/quay/a/b:1'), pod('quay.io/a/b:1'), pod('1.dkr.example/ecr/docker/library/c:2', 'imageName')],
      mirrors,
    ),
  ).toEqual(['docker.io/library/c:2', 'quay.io/a/b:1']));

const found = (image: string, required: boolean) =>
  unresolvedImages({ ...localSite(), ...(required ? { digestsRequired: true } : {}) }, [pod(image)], mirrors);

it('finds an image that goes by a tag where digests are asked for', () =>
  expect(found('1.dkr.example/quay/a/b:1', true)).toMatchObject([
    { code: 'IMAGE_UNRESOLVED', value: 'quay.io/a/b:1' },
  ]));

it('is silent about a digest, and where a tag is enough', () => {
  expect(found(`quay.io/a/b:1@${digest}`, true)).toEqual([]);
  expect(found('quay.io/a/b:1', false)).toEqual([]);
});
