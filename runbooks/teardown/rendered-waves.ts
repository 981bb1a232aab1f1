import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What one wave of a site applied, in the order in which it is taken away. */
export interface RenderedWave {
  readonly number: number;
  /** Files or folders for `kubectl --filename`, each list once the one before is gone. */
  readonly files: readonly (readonly string[])[];
}

/** Applied last by others: while what they hold is there, who clears up after them must be too. */
const firstKinds = ['kafkatopic', 'kafkauser', 'kafkaconnector', 'kafkaconnect', 'scaledobject', 'route', 'httproute'];

const named = /^(\d+)-[a-z0-9-]+$/;

/**
 * The waves of a site as the tree has them, the last one first.
 * @param tree folder of the site: `dist/dev/dev-aws-eu-west-1`
 */
export function renderedWaves(tree: string): RenderedWave[] {
  const root = join(tree, 'k8s');
  const folders = existsSync(root) ? readdirSync(root).sort() : [];
  const numbers = [...new Set(folders.flatMap((folder) => named.exec(folder)?.[1] ?? []))].map(Number);
  return numbers
    .sort((a, b) => b - a)
    .map((number) => {
      const own = folders.filter((folder) => folder.startsWith(`${number}-`)).map((folder) => join(root, folder));
      const first = own.flatMap((folder) =>
        readdirSync(folder)
          .filter((file) => firstKinds.some((kind) => file.startsWith(`${kind}-`)))
          .sort()
          .map((file) => join(folder, file)),
      );
      return { number, files: first.length > 0 ? [first, own] : [own] };
    });
}
