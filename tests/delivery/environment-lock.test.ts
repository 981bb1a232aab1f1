import { join } from 'node:path';
import { prepareLock } from '../../delivery/environment-lock';
import { lockPath } from '../../delivery/lock-path';
import { resolveEnvironment } from '../../environments/model/resolve-environment';

const folder = join(__dirname, '..', '..', 'environments');

it('lies beside the file of the environment', () =>
  expect(lockPath(join('environments', 'prod.ts'))).toBe(join('environments', 'prod.lock.json')));

it.each(['dev', 'local', 'prod', 'staging'])('the lock of %s is what `evenkeel lock` writes', async (name) => {
  const file = join(folder, `${name}.ts`);
  const { default: input } = (await import(file)) as { default: unknown };
  expect(prepareLock(resolveEnvironment(input, file), file, [])).toMatchObject({
    changed: false,
    lock: { environment: name },
  });
});
