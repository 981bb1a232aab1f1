import { fullImageName, mirroredImage } from '../../../constructs/contracts';

describe('the full name of an image', () => {
  it.each([
    ['python:3.13', 'docker.io/library/python:3.13'],
    ['apache/airflow:3.3.2', 'docker.io/apache/airflow:3.3.2'],
    ['quay.io/thanos/thanos:v1', 'quay.io/thanos/thanos:v1'],
    ['localhost/mine:1', 'localhost/mine:1'],
    ['registry.example.com:5000/mine:1', 'registry.example.com:5000/mine:1'],
  ])('%s', (image, full) => {
    expect(fullImageName(image)).toBe(full);
  });
});

describe('an image by way of a mirror', () => {
  const mirrors = {
    'quay.io/': 'mirror.example/quay/',
    'docker.io/library/': 'mirror.example/hub/',
    'docker.io/': 'other.example/',
  };

  it.each([
    ['quay.io/thanos/thanos:v1', 'mirror.example/quay/thanos/thanos:v1'],
    ['python@sha256:0', 'mirror.example/hub/python@sha256:0'],
    ['apache/airflow:3.3.2', 'other.example/apache/airflow:3.3.2'],
    ['ghcr.io/a/b:1', 'ghcr.io/a/b:1'],
    ['quay.iox/a/b:1', 'quay.iox/a/b:1'],
  ])('%s', (image, mirrored) => {
    expect(mirroredImage(mirrors, image)).toBe(mirrored);
  });

  it('is left as it was written where there is no mirror', () => {
    expect(mirroredImage({}, 'apache/airflow:3.3.2')).toBe('apache/airflow:3.3.2');
  });
});
