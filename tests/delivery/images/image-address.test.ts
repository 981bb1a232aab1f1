import { imageAddress } from '../../../delivery/images/image-address';

it.each([
  ['postgres:17', 'docker.io', 'https://registry-1.docker.io/v2/library/postgres', '17'],
  ['apache/airflow:3.3.2', 'docker.io', 'https://registry-1.docker.io/v2/apache/airflow', '3.3.2'],
  ['ghcr.io/a/b_c:v1', 'ghcr.io', 'https://ghcr.io/v2/a/b_c', 'v1'],
  ['localhost:5000/a:1', 'localhost:5000', 'http://localhost:5000/v2/a', '1'],
  [`quay.io/a/b:1@sha256:${'a'.repeat(64)}`, 'quay.io', 'https://quay.io/v2/a/b', `sha256:${'a'.repeat(64)}`],
])('of %s', (image, registry, url, reference) => expect(imageAddress(image)).toEqual({ registry, url, reference }));

it.each(['postgres', 'quay.io/a/b', 'quay.io/../b:1', 'quay.io/A/b:1', 'quay.io/a/b:1 ', 'quay.io/a:1?x=y'])(
  'is none for %j',
  (text) => expect(imageAddress(text)).toBeUndefined(),
);
