import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../../package.json';
import { session } from './session';
import { proof } from './skips';
import { allStacks } from './terraform-stacks';
import { lastWords, runCommand } from './tools/command';

const checkout = join(__dirname, '..', '..');

/** The successor, under the name of what it succeeds. */
const SUCCESSOR = 'npm:cdktn@0.24.0';
/** Newest `constructs` the successor accepts. */
const CONSTRUCTS = '10.7.2';

/** What the stamp of a stack may differ in. */
const STAMP = ['version'];

interface Stamped {
  readonly '//'?: { readonly metadata?: Readonly<Record<string, unknown>> };
}

const metadataOf = (text: string): Readonly<Record<string, unknown>> =>
  (JSON.parse(text) as Stamped)['//']?.metadata ?? {};

/** Both write the same text, but the successor puts no line break into an empty object or list. */
const layout = (text: string): string => text.replace(/\{\s+\}/g, '{}').replace(/\[\s+\]/g, '[]');

/** The text of a stack with the values of its stamp replaced; every other byte must be the same. */
function withoutStamp(text: string): string {
  return STAMP.reduce((rest, key) => {
    const value = metadataOf(text)[key];
    return value === undefined ? rest : rest.replace(`"${key}": ${JSON.stringify(value)}`, `"${key}": "stamp"`);
  }, layout(text));
}

/** This package with `cdktf` overridden, as a team would do it. */
function overridden(): unknown {
  const { devDependencies: _development, scripts: _scripts, ...rest } = manifest;
  const { 'cdktf-cli': _commandLine, ...dependencies } = manifest.dependencies;
  return {
    ...rest,
    dependencies: { ...dependencies, cdktf: SUCCESSOR, constructs: CONSTRUCTS },
    overrides: { cdktf: '$cdktf' },
  };
}

proof('the exit door: cdktf overridden by cdktn', [], () => {
  const folder = join(session().folder, 'exit-door');
  const tree = join(folder, 'dist');
  const stacks = allStacks();

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify(overridden(), null, 2));
    for (const name of ['package-lock.json', 'lib', 'environments']) {
      cpSync(join(checkout, name), join(folder, name), { recursive: true });
    }
    const install = ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'];
    const installed = await runCommand('npm', install, { cwd: folder });
    if (installed.exitCode !== 0) throw new Error(lastWords(installed));
    const built = await runCommand(process.execPath, ['lib/cli/main.js', 'build', '--out', tree], { cwd: folder });
    if (built.exitCode !== 0) throw new Error(lastWords(built, 40));
  });

  it('really builds with the successor', () => {
    const read = (path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8')) as { name: string };
    expect(read('node_modules/cdktf/package.json').name).toBe('cdktn');
  });

  it.each(stacks.map(({ title, folder: path }) => [title, path] as const))(
    '%s is the same but for its version stamp',
    (_, path) => {
      const ours = readFileSync(join(path, 'cdk.tf.json'), 'utf8');
      const theirs = readFileSync(join(path.replace(session().tree, tree), 'cdk.tf.json'), 'utf8');
      const differing = Object.keys({ ...metadataOf(ours), ...metadataOf(theirs) }).filter(
        (key) => JSON.stringify(metadataOf(ours)[key]) !== JSON.stringify(metadataOf(theirs)[key]),
      );
      expect(differing).toEqual(STAMP);
      expect(withoutStamp(theirs)).toBe(withoutStamp(ours));
    },
  );
});
