import { join } from 'node:path';
import { proof } from './skips';
import { runCommand } from './tools/command';

proof('pages of the reference', [], () => {
  it(
    'say what the code says, also those that build the examples over and over',
    async () => {
      const { exitCode, stdout, stderr } = await runCommand('npm', ['run', '--silent', 'docs', '--', '--check'], {
        cwd: join(__dirname, '..', '..'),
      });
      expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    },
    15 * 60_000,
  );
});
