import { resolveImages } from '../../../delivery/images/resolve-images';
import { digestOf, type FakeRegistry, startFakeRegistry } from './fake-registry';

let registry: FakeRegistry;
beforeAll(async () => {
  registry = await startFakeRegistry({ manifests: { 'a:1': 'one', 'b:1': 'two' } });
});
afterAll(() => registry.close());
const nobody = async () => undefined;
const old = `sha256:${'0'.repeat(64)}`;
const named = (name: string) => `${registry.host}/${name}`;

it('asks for what is new only, keeps what is known and used, and forgets the rest', async () => {
  const known = { [named('a:1')]: old, [named('gone:1')]: old };
  expect(await resolveImages([named('b:1'), `${named('a:1')}@${old}`], known, false, nobody)).toEqual({
    digests: { [named('a:1')]: old, [named('b:1')]: digestOf('two') },
    moved: [],
    missing: [],
  });
  expect(registry.asked.join()).not.toContain('/v2/a/');
});

it('asks for all again, and tells which tags were moved', async () => {
  const { digests, moved } = await resolveImages([named('a:1'), named('b:1')], { [named('a:1')]: old }, true, nobody);
  expect(digests[named('a:1')]).toBe(digestOf('one'));
  expect(moved).toEqual([{ image: named('a:1'), before: old, after: digestOf('one') }]);
});

it('keeps a known digest where the registry has lost the tag, and says so', async () =>
  expect(await resolveImages([named('lost:1')], { [named('lost:1')]: old }, true, nobody)).toEqual({
    digests: { [named('lost:1')]: old },
    moved: [],
    missing: [{ image: named('lost:1'), why: `${registry.host} has no such image`, asked: true }],
  }));
