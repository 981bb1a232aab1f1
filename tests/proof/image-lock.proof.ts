import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
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
const environmentFile = (image: string): string =>
  `export default ${JSON.stringify(
    environmentInput({
      name: 'mine',
      sites: [{ cloud: 'local' }],
      release: { digests: 'required' },
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

  it('are refused where somebody wrote into the lock what is no digest', async () => {
    const good = readFileSync(lockFile, 'utf8');
    const lockOf = lock();
    writeFileSync(lockFile, JSON.stringify({ ...lockOf, images: { [image]: 'latest' } }));
    expect((await build()).findings).toMatchObject([{ code: 'LOCK_INVALID' }]);
    writeFileSync(lockFile, good);
  });
});
