import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The part of the compiled code that is measured. */
interface BuildModule {
  buildEnvironment(path: string, options: { readonly out: string }): Promise<unknown>;
}

/**
 * Run as `node grow.js <lib> <environments> <out>`: builds every environment of a folder in this one process with the
 * compiled code and prints the seconds each took.
 */
async function main(lib: string, folder: string, out: string): Promise<void> {
  const { buildEnvironment } = require(join(lib, 'delivery', 'build.js')) as BuildModule;
  const seconds: number[] = [];
  for (const file of readdirSync(folder)) {
    const began = process.hrtime.bigint();
    await buildEnvironment(join(folder, file), { out });
    seconds.push(Number(process.hrtime.bigint() - began) / 1e9);
  }
  process.stdout.write(JSON.stringify(seconds));
}

const [lib, folder, out] = process.argv.slice(2);
if (lib && folder && out) void main(lib, folder, out);
