import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The part of the compiled code that is measured. */
interface BuildModule {
  prepareEnvironment(path: string, options: { readonly out: string }): Promise<{ commit(): void }>;
}

/**
 * Run as `node grow.js <lib> <environments> <out>`: builds every environment of a folder in this one process with the
 * compiled code, as the command line does, and prints the seconds each took.
 */
async function main(lib: string, folder: string, out: string): Promise<void> {
  const { prepareEnvironment } = require(join(lib, 'delivery', 'build.js')) as BuildModule;
  const built: { readonly seconds: number; commit(): void }[] = [];
  for (const file of readdirSync(folder)) {
    const began = performance.now();
    const { commit } = await prepareEnvironment(join(folder, file), { out });
    built.push({ seconds: (performance.now() - began) / 1000, commit });
  }
  const seconds = built.map((environment) => {
    const began = performance.now();
    environment.commit();
    return environment.seconds + (performance.now() - began) / 1000;
  });
  process.stdout.write(JSON.stringify(seconds));
}

const [lib, folder, out] = process.argv.slice(2);
if (lib && folder && out) void main(lib, folder, out);
