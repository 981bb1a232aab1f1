import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder with environments of its own, like a team's repository. */
export interface Project {
  readonly folder: string;
  /** Changes the text of one environment file. */
  readonly edit: (environment: string, change: (text: string) => string) => void;
}

/** Copies the example environments of a clone into an empty folder. */
export function copyProject(repository: string, folder: string): Project {
  const from = join(repository, 'environments');
  const pathOf = (file: string): string => join(folder, 'environments', file);
  mkdirSync(join(folder, 'environments'));
  for (const file of readdirSync(from).filter((name) => name.endsWith('.ts'))) {
    const text = readFileSync(join(from, file), 'utf8');
    writeFileSync(pathOf(file), text.replace("'./schema/", `'${join(from, 'schema')}/`));
  }
  return {
    folder,
    edit: (environment, change) => {
      const path = pathOf(`${environment}.ts`);
      writeFileSync(path, change(readFileSync(path, 'utf8')));
    },
  };
}
