import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cliCommand } from '../cli/run-cli';
import { environmentInput } from '../fixtures/environment';
import { type ImageRegistry, startImageRegistry } from './image-registry';
import { session } from './session';
import { proof } from './skips';
import { type CommandResult, runCommand } from './tools/command';

interface LockAnswer {
  readonly locks: readonly { readonly images: number; readonly moved: readonly unknown[] }[];
  readonly findings: readonly { readonly code: string; readonly value: string; readonly message: string }[];
}

/** The file as a user has it: an own model server from a registry of the team, and what the platform brings. */
const environmentFile = (image: string, release: object = { digests: 'required' }, name = 'mine'): string =>
  `export default ${JSON.stringify(
    environmentInput({
      name,
      sites: [{ cloud: 'local' }],
      release,
      services: { serving: { ownKey: false, models: { churn: { source: { from: 'image', image } } } } },
    }),
  )};\n`;

proof('images locked by their digests', ['docker-registry'], () => {
  const folder = join(session().folder, 'image-lock');
  const lockFile = join(folder, 'environments', 'mine.lock.json');
  let registry: ImageRegistry;
  let image: string;
  let first: string;

  const run = (docker: string, ...args: string[]): Promise<CommandResult> => {
    const [command, ...words] = cliCommand(...args);
    return runCommand(command, words, { cwd: folder, env: { ...process.env, CI: 'true', DOCKER_CONFIG: docker } });
  };
  const locked = async (docker: string, which: string): Promise<LockAnswer> =>
    JSON.parse((await run(docker, 'lock', 'mine', '--images', which, '--json')).stdout) as LockAnswer;
  const lock = () => JSON.parse(readFileSync(lockFile, 'utf8')) as { images: Record<string, string> };
  const ofModel = ({ findings }: LockAnswer) => findings.filter(({ value }) => value === image);
  const build = async () =>
    JSON.parse((await run(registry.signedIn, 'check', 'mine', '--json')).stdout) as Pick<LockAnswer, 'findings'>;

  beforeAll(async () => {
    mkdirSync(join(folder, 'environments'), { recursive: true });
    registry = await startImageRegistry(folder);
    image = `${registry.host}/models/churn:1`;
    first = await registry.push('models/churn', '1', 'first');
    writeFileSync(join(folder, 'environments', 'mine.ts'), environmentFile(image));
  });
  afterAll(() => registry?.stop());

  it('are refused while nobody has asked for them', async () => {
    const { findings } = await build();
    expect(findings.filter(({ value }) => value === image)).toMatchObject([{ code: 'IMAGE_UNRESOLVED' }]);
  });

  it('are not given to nobody, and the answer says so', async () => {
    expect(ofModel(await locked(join(folder, 'nowhere'), 'new'))).toMatchObject([
      { code: 'IMAGE_UNKNOWN', message: `${registry.host} does not give it to anybody (401)` },
    ]);
  });

  it('have the digest that the registry made, and are rendered by it', async () => {
    expect(ofModel(await locked(registry.signedIn, 'new'))).toEqual([]);
    expect(lock().images).toMatchObject({ [image]: first });
    await run(registry.signedIn, 'build', 'mine', '--out', 'dist');
    const site = join(folder, 'dist', 'mine', 'mine-local');
    const release = JSON.parse(readFileSync(join(site, 'release.json'), 'utf8')) as { images: string[] };
    expect(release.images).toContain(`${image}@${first}`);
    expect(release.images).not.toContain(image);
    const rendered = readdirSync(site, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(rendered.join('\n')).toContain(`image: ${image}@${first}`);
    expect((await build()).findings.filter(({ value }) => value === image)).toEqual([]);
  });

  it('stay as they are when somebody moves the tag, until all are asked for again', async () => {
    const second = await registry.push('models/churn', '1', 'second');
    expect((await locked(registry.signedIn, 'new')).locks[0]?.moved).toEqual([]);
    expect(lock().images).toMatchObject({ [image]: first });
    expect((await locked(registry.signedIn, 'all')).locks[0]?.moved).toEqual([{ image, before: first, after: second }]);
    expect(lock().images).toMatchObject({ [image]: second });
  });

  it('are refused where somebody wrote another into the lock, or what is none', async () => {
    const good = readFileSync(lockFile, 'utf8');
    writeFileSync(lockFile, good.replace(lock().images[image] ?? '', first));
    expect((await build()).findings).toMatchObject([{ code: 'LOCK_TAMPERED', place: 'images' }]);
    writeFileSync(lockFile, JSON.stringify({ ...lock(), images: { [image]: 'latest' } }));
    expect((await build()).findings).toMatchObject([{ code: 'LOCK_INVALID' }]);
    writeFileSync(lockFile, good);
  });

  describe('and signed', () => {
    const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const publicKey = own.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    /** Every signature stays in the registry, so each is of an image of its own. */
    let version = 1;

    /** A new image, perhaps signed, that the environment asks a signature of. */
    const signedImage = async (key?: KeyObject, of?: string): Promise<string> => {
      version += 1;
      const pushed = `${registry.host}/models/churn:${version}`;
      const digest = await registry.push('models/churn', String(version), `content ${version}`);
      if (key) {
        const critical = {
          identity: { 'docker-reference': `${registry.host}/models/churn` },
          image: { 'docker-manifest-digest': of ?? digest },
          type: 'cosign container image signature',
        };
        const payload = JSON.stringify({ critical, optional: null });
        const signature = sign('sha256', Buffer.from(payload), key).toString('base64');
        await registry.sign('models/churn', digest, payload, signature);
      }
      const signatures = [{ images: `${registry.host}/models/*`, publicKey }];
      const evidence = [{ kind: 'signatures' }];
      writeFileSync(join(folder, 'environments', 'mine.ts'), environmentFile(pushed, { signatures, evidence }));
      return pushed;
    };
    const released = async (...words: string[]) => {
      const { exitCode, stdout } = await run(
        registry.signedIn,
        'lock',
        'mine',
        '--images',
        '--release',
        '--json',
        ...words,
      );
      return { exitCode, ...(JSON.parse(stdout) as LockAnswer) };
    };
    const ofSignatures = ({ findings }: LockAnswer) => findings.filter(({ code }) => code.startsWith('SIGNATURE_'));

    it('are in the lock with whose signature was verified', async () => {
      const signed = await signedImage(own.privateKey);
      expect(ofSignatures(await released())).toEqual([]);
      const { release } = JSON.parse(readFileSync(lockFile, 'utf8')) as {
        release: { signatures: { image: string }[] };
      };
      expect(release.signatures).toMatchObject([{ image: signed, digest: lock().images[signed] }]);
    });

    it('are promoted where the next environment trusts the same key, and to no other', async () => {
      const next = join(folder, 'environments', 'next.ts');
      const signed =
        Object.keys(lock().images).find((name) => name === `${registry.host}/models/churn:${version}`) ?? '';
      const git = (...words: string[]) =>
        runCommand('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...words], { cwd: folder });
      const gateFor = async (key: KeyObject): Promise<string> => {
        const trusted = key.export({ type: 'spki', format: 'pem' }).toString();
        const signatures = [{ images: `${registry.host}/models/*`, publicKey: trusted }];
        writeFileSync(next, environmentFile(signed, { promotedFrom: 'mine', signatures }, 'next'));
        const words = ['promote', 'mine', 'next', '--plan', '--asked-by', 'a@b.example', '--json'];
        const { gates } = JSON.parse((await run(registry.signedIn, ...words)).stdout) as {
          gates: { id: string; why: string }[];
        };
        return gates.find(({ id }) => id === 'release')?.why ?? '';
      };
      await git('init', '--quiet');
      await git('add', 'environments');
      await git('commit', '--quiet', '-m', 'Have a release');
      expect(await gateFor(stranger.publicKey)).toContain('SIGNATURE_WRONG');
      expect(await gateFor(own.publicKey)).not.toContain('SIGNATURE_');
      rmSync(next);
      rmSync(join(folder, '.git'), { recursive: true });
    });

    it.each<[string, string, () => [KeyObject?, string?]]>([
      ['by nobody', 'SIGNATURE_MISSING', () => []],
      ['by somebody else', 'SIGNATURE_WRONG', () => [stranger.privateKey]],
      ['for another image', 'SIGNATURE_WRONG', () => [own.privateKey, first]],
    ])('are refused where they are signed %s, and nothing is written', async (_how, code, how) => {
      const before = readFileSync(lockFile, 'utf8');
      const value = await signedImage(...how());
      expect(ofSignatures(await released())).toMatchObject([{ code, value }]);
      expect(readFileSync(lockFile, 'utf8')).toBe(before);
    });
  });
});
