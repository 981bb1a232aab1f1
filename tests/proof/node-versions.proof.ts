import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { session } from './session';
import { proof } from './skips';
import { runCommand } from './tools/command';

/** Majors besides the one that runs the proofs; the npm package `node` brings them. */
const majors = ['20', '24', '26'];

const minutes = 60_000;

/** Every file of a rendered tree to its text, without what the build keeps for itself. */
function filesOf(tree: string): Map<string, string> {
  const files = readdirSync(tree, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.includes('/.cache/'));
  return new Map(paths.sort().map((path) => [relative(tree, path), readFileSync(path, 'utf8')]));
}

proof('the same bytes on every Node', [], () => {
  let expected: Map<string, string>;
  beforeAll(() => {
    expected = filesOf(session().tree);
  });

  it.each(majors)(
    'Node %s',
    async (major) => {
      const out = join(session().folder, `node-${major}`);
      const command = ['-y', '-p', `node@${major}`, 'node', 'lib/cli/main.js', 'build', '--out', out];
      const built = await runCommand('npx', command, { timeoutMs: 5 * minutes });
      expect({ code: built.exitCode, stderr: built.exitCode === 0 ? '' : built.stderr }).toEqual({
        code: 0,
        stderr: '',
      });
      const files = filesOf(out);
      expect([...files.keys()]).toEqual([...expected.keys()]);
      expect([...files].filter(([path, text]) => expected.get(path) !== text).map(([path]) => path)).toEqual([]);
    },
    6 * minutes,
  );
});
