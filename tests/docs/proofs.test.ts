import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '..', 'proof');

it('every suite of proofs has one line that says what it proves, and no other has', () => {
  const suites = readdirSync(folder).filter((name) => name.endsWith('.proof.ts'));
  const told = [...readFileSync(join(folder, 'README.md'), 'utf8').matchAll(/^\| `([\w-]+)` +\|/gm)];
  expect(told.map(([, name]) => `${name}.proof.ts`).sort()).toEqual(suites.sort());
});
