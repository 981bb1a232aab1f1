import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { registrySignIns } from '../../../delivery/images/registry-sign-in';

const folder = mkdtempSync(join(tmpdir(), 'docker-'));
const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});
afterAll(() => rmSync(folder, { recursive: true }));

const write = (config: unknown) =>
  writeFileSync(join(folder, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config));
const auth = (text: string) => ({ auth: Buffer.from(text).toString('base64') });

it('is nobody where Docker was never used', async () =>
  expect(await registrySignIns(join(folder, 'nowhere'))('quay.io')).toBeUndefined());

it('is what `docker login` wrote, for that registry only; the hub has a name of its own', async () => {
  write({ auths: { 'quay.io': auth('me:se:cret'), 'https://index.docker.io/v1/': auth('you:hub') } });
  const signIn = registrySignIns(folder);
  expect(await signIn('quay.io')).toEqual({ user: 'me', secret: 'se:cret' });
  expect(await signIn('docker.io')).toEqual({ user: 'you', secret: 'hub' });
  expect(await signIn('evil-quay.io')).toBeUndefined();
});

it('is what the helper of a registry says', async () => {
  const helper = join(folder, 'docker-credential-cloud');
  writeFileSync(
    helper,
    '#!/bin/sh\nread host\n[ "$host" = one.example ] || exit 1\necho \'{"Username":"u","Secret":"s"}\'\n',
  );
  chmodSync(helper, 0o755);
  process.env.PATH = `${folder}${delimiter}${path}`;
  write({ credHelpers: { 'one.example': 'cloud', 'other.example': 'cloud', 'third.example': 'absent' } });
  const signIn = registrySignIns(folder);
  expect(await signIn('one.example')).toEqual({ user: 'u', secret: 's' });
  expect(await signIn('other.example')).toBeUndefined();
  expect(await signIn('third.example')).toBeUndefined();
});

it.each(['{', '{"auths":[]}'])('refuses a configuration that is %s', (text) => {
  write(text);
  expect(() => registrySignIns(folder)).toThrow(/REGISTRY_SIGN_IN|configuration of Docker/);
});
