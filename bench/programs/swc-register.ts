import { readFileSync } from 'node:fs';
import Module from 'node:module';
import { transformSync } from '@swc/core';

/** Preloaded (`node --require`): compiles every TypeScript file with swc inside the process, as `jest` here does. */
interface Compiling {
  _compile(code: string, filename: string): void;
}

const extensions = (Module as unknown as { _extensions: Record<string, (module: Compiling, file: string) => void> })
  ._extensions;

for (const extension of ['.ts', '.tsx']) {
  extensions[extension] = (module, filename) => {
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      filename,
      module: { type: 'commonjs' },
      jsc: {
        target: 'es2022',
        parser: { syntax: 'typescript', tsx: extension === '.tsx' },
        transform: { react: { runtime: 'automatic', importSource: 'preact' } },
      },
    });
    module._compile(code, filename);
  };
}
