import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { loadAll } from 'js-yaml';
import { type Finding, InputError } from '../environments/model';
import type { PricedOutput } from '../policies/cost/estimate';
import type { Manifest, StackJson } from '../policies/site-output';

/** Folders of a built site that hold its stacks and objects. */
const parts = ['infra', 'k8s', 'gitops'];

/** Site and stack of a file: as a build lays them out, or by its first and its last folder. */
function placeOf(folder: string, own: string, file: string): { readonly site: string; readonly stack: string } {
  const folders = relative(folder, file).split(sep).slice(0, -1);
  const part = folders.findIndex((name) => parts.includes(name));
  return { site: (part > 0 ? folders[part - 1] : folders[0]) ?? own, stack: folders.at(-1) ?? own };
}

/** Folders that hold copies of what others wrote, never something to be priced. */
const skipped = new Set(['.terraform', '.git', 'node_modules']);

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !skipped.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)]));

const isObject = (value: unknown): value is Manifest =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Manifest).kind === 'string' &&
  typeof (value as Manifest).metadata?.name === 'string';

/** Lists are what `kubectl get -o yaml` writes. */
const objectsIn = (text: string): Manifest[] =>
  (loadAll(text) as unknown[]).flatMap((one) => {
    const { kind, items } = (one ?? {}) as { readonly kind?: unknown; readonly items?: readonly unknown[] };
    return kind === 'List' && Array.isArray(items) ? items.filter(isObject) : [one].filter(isObject);
  });

/**
 * Terraform JSON (`*.tf.json`) and Kubernetes YAML of any folder, as the estimator reads them.
 * @param named the site and stack of what stands in no folder below. Default: the name of the folder
 * @throws InputError COST_INPUT when there is none, and for every file that cannot be read
 */
export function pricedFolder(path: string, named = basename(resolve(path))): PricedOutput {
  const folder = resolve(path);
  const problem = (file: string, message: string, fix: string): Finding => ({
    code: 'COST_INPUT',
    file,
    place: '',
    message,
    fix,
  });
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new InputError([problem(path, 'there is no such folder', 'name a folder, such as dist/prod')]);
  }
  const stacks: PricedOutput['stacks'][number][] = [];
  const objects: PricedOutput['objects'][number][] = [];
  const wrong: Finding[] = [];
  for (const file of filesIn(folder)) {
    const place = placeOf(folder, named, file);
    try {
      if (file.endsWith('.tf.json')) {
        stacks.push({ ...place, json: JSON.parse(readFileSync(file, 'utf8')) as StackJson });
      } else if (/\.ya?ml$/.test(file)) {
        objects.push(...objectsIn(readFileSync(file, 'utf8')).map((manifest) => ({ site: place.site, manifest })));
      }
    } catch (error) {
      const [message] = `${error instanceof Error ? error.message : error}`.split('\n');
      wrong.push(problem(relative(process.cwd(), file), `${message}`, 'mend the file, or take it out of the folder'));
    }
  }
  if (wrong.length > 0) throw new InputError(wrong);
  if (stacks.length === 0 && objects.length === 0) {
    const fix = 'name a folder with *.tf.json or *.yaml; Terraform in its own language has to be synthesized first';
    throw new InputError([problem(path, 'there is nothing to price in it', fix)]);
  }
  return { stacks, objects };
}
