import { pulledImages } from '../../charts/pulled-images';
import { managedFacts, manifests, renderManaged } from './site-rendering';

const mirrors = { 'ghcr.io/': 'mirror.example/github/', 'docker.io/': 'mirror.example/hub/' };

describe('images by way of mirrors', () => {
  it('are found in pods, in custom resources and in values of charts', () => {
    const pod = { spec: { containers: [{ name: 'a', image: 'ghcr.io/a/b:1' }], initContainers: [{ image: 'c:2' }] } };
    expect(pulledImages({ mirrors }, pod)).toEqual({
      spec: {
        containers: [{ name: 'a', image: 'mirror.example/github/a/b:1' }],
        initContainers: [{ image: 'mirror.example/hub/library/c:2' }],
      },
    });
    const values = { helm: { values: { image: { repository: 'ghcr.io/a/b', tag: '1' } } } };
    expect(pulledImages({ mirrors }, values)).toEqual(values);
  });

  it('leave a site without mirrors as it is', () => {
    const value = { image: 'c:2' };
    expect(pulledImages({ mirrors: {}, digests: undefined }, value)).toBe(value);
  });

  it('reach every object of a site, and give one-time jobs another name, because a Job cannot be changed', () => {
    const plain = manifests(renderManaged());
    const mirrored = manifests(renderManaged({}, { ...managedFacts, imageMirrors: mirrors }));
    const left = JSON.stringify(mirrored).match(/"image":"(docker\.io|ghcr\.io)[^"]*"/g);
    expect(JSON.stringify(plain)).toMatch(/"image":"ghcr\.io/);
    expect(left).toBeNull();
    const jobs = (objects: typeof plain) =>
      objects.filter(({ kind }) => kind === 'Job').map(({ metadata }) => metadata.name);
    expect(jobs(mirrored)).toHaveLength(jobs(plain).length);
    for (const name of jobs(mirrored)) expect(jobs(plain)).not.toContain(name);
  });

  it('have the digest of their full name behind the tag, also by way of a mirror', () => {
    const digests = { 'ghcr.io/a/b:1': 'sha256:1', 'docker.io/library/c:2': 'sha256:2' };
    expect(
      pulledImages({ mirrors, digests }, [
        { image: 'ghcr.io/a/b:1' },
        { imageName: 'c:2' },
        { image: 'ghcr.io/a/b:2' },
      ]),
    ).toEqual([
      { image: 'mirror.example/github/a/b:1@sha256:1' },
      { imageName: 'mirror.example/hub/library/c:2@sha256:2' },
      { image: 'mirror.example/github/a/b:2' },
    ]);
  });
});
