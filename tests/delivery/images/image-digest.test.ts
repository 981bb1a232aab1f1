import { imageDigest } from '../../../delivery/images/image-digest';
import { digestOf, type FakeAnswers, type FakeRegistry, startFakeRegistry } from './fake-registry';

const manifest = '{"schemaVersion":2}';
let registry: FakeRegistry;
afterEach(() => registry.close());

const nobody = async () => undefined;
const me = (secret: string) => async () => ({ user: 'me', secret });
async function start(answers: Partial<FakeAnswers> = {}) {
  registry = await startFakeRegistry({ manifests: { 'team/model:1': manifest }, ...answers });
  return `${registry.host}/team/model:1`;
}

it('is what the registry says of a tag, by a token that anybody gets, and nothing is pulled', async () => {
  expect(await imageDigest(await start(), nobody)).toBe(digestOf(manifest));
  expect(registry.asked).toEqual(['HEAD /v2/team/model/manifests/1', 'GET /token', 'HEAD /v2/team/model/manifests/1']);
});

it('is made from the manifest where the registry does not say it', async () =>
  expect(await imageDigest(await start({ saysDigest: false }), nobody)).toBe(digestOf(manifest)));

it('comes by a sign-in where the registry asks who it is', async () => {
  const image = await start({ password: 'secret' });
  expect(await imageDigest(image, me('secret'))).toBe(digestOf(manifest));
  expect(await imageDigest(image, nobody)).toEqual({
    why: `${registry.host} does not give it to anybody (401)`,
    asked: true,
  });
  expect(await imageDigest(image, me('wrong'))).toEqual({
    why: `${registry.host} does not give it to me (401)`,
    asked: true,
  });
});

it('comes from a registry that was busy at first', async () =>
  expect(await imageDigest(await start({ refusals: [429, 503] }), nobody)).toBe(digestOf(manifest)));

it('is missing where the registry has no such tag', async () => {
  await start();
  expect(await imageDigest(`${registry.host}/team/model:2`, nobody)).toEqual({
    why: `${registry.host} has no such image`,
    asked: true,
  });
});

it('is missing where nobody answers, and that is no answer', async () => {
  await start();
  const { host } = registry;
  await registry.close();
  expect(await imageDigest(`${host}/team/model:1`, nobody)).toEqual({
    why: expect.stringMatching(`${host}: .*ECONNREFUSED`),
    asked: false,
  });
  registry = await startFakeRegistry({ manifests: {} });
}, 20_000);
