import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clouds } from '../../environments/facts/edge';
import { InputError } from '../../environments/model';
import { environmentFiles, environmentsFolder } from '../../environments/model/environment-files';
import { readEnvironment } from '../../environments/model/load-environment';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../environments/schema/environment-schema';
import { environmentName } from '../build';
import { checkSites } from '../check-sites';
import { type PreviewWish, previewEnvironment } from './preview-environment';
import { previewName } from './preview-name';

export interface PreviewOrder extends Pick<PreviewWish, 'branch' | 'expires' | 'monthlyUsd' | 'account' | 'services'> {
  /** File of the environment that it is like. */
  readonly from: string;
  /** Cloud of the site that it is like. Default: the primary one's. */
  readonly cloud?: string;
}

export interface WrittenPreview {
  readonly name: string;
  readonly file: string;
}

const asInput = (input: unknown): EnvironmentInput => input as EnvironmentInput;

/** Index of the site that is previewed. */
function siteIn(base: EnvironmentInput, cloud: string | undefined): number {
  const primary = base.sites.findIndex((site) => !('role' in site) || site.role === 'primary');
  const found = cloud === undefined ? primary : base.sites.findIndex((site) => site.cloud === cloud);
  if (found >= 0) return found;
  throw new InputError([
    {
      code: 'PREVIEW_BASE',
      file: `${environmentsFolder}/${base.name}.ts`,
      place: 'sites',
      message: 'the environment has no such site',
      value: cloud,
      allowed: base.sites.map((site) => site.cloud),
      fix: 'name a cloud of one of its sites',
    },
  ]);
}

/** Private ranges of every environment but one. */
async function takenRanges(name: string): Promise<string[]> {
  const others = environmentFiles().filter((file) => environmentName(file) !== name);
  const found: string[] = [];
  for (const file of others) {
    const input = asInput((await readEnvironment(file)).input);
    if (input.sites.some((site) => clouds.some((cloud) => cloud === site.cloud)))
      found.push(input.addresses?.supernet ?? '10.0.0.0/8');
  }
  return found;
}

/** A repository of the project itself has the schema beside its environments; a team's has the package. */
const definedIn = (): string =>
  existsSync(join(environmentsFolder, 'schema', 'define-environment.ts'))
    ? './schema/define-environment'
    : 'evenkeel/environments';

const textOf = (environment: EnvironmentInput, branch: string, from: string): string =>
  [
    `import { defineEnvironment } from '${definedIn()}';`,
    '',
    `/** What \`${branch}\` does, like \`${from}\`, until the day below. Written by \`evenkeel preview\`. */`,
    `export default defineEnvironment(${JSON.stringify(environment, null, 2)});`,
    '',
  ].join('\n');

/**
 * Writes the environment of a branch, once it is sound; an interrupted run leaves nothing half-written.
 * @throws InputError of the branch, the base, or every finding of what would be written
 */
export async function writePreview(order: PreviewOrder): Promise<WrittenPreview> {
  const name = previewName(order.branch);
  const base = await readEnvironment(order.from);
  // What cannot be built cannot be previewed: its own findings say why.
  const { config } = resolveEnvironment(base.input, base.file);
  if (config.expires !== undefined) {
    throw new InputError([
      {
        code: 'PREVIEW_BASE',
        file: base.file,
        place: 'expires',
        message: 'a preview is not made from another one',
        value: config.name,
        fix: 'name an environment that stays',
      },
    ]);
  }
  const input = asInput(base.input);
  const { branch, expires, monthlyUsd, account, services } = order;
  const environment = previewEnvironment(input, {
    branch,
    name,
    expires,
    monthlyUsd,
    taken: await takenRanges(name),
    site: siteIn(input, order.cloud),
    ...(account === undefined ? {} : { account }),
    ...(services === undefined ? {} : { services }),
  });
  const file = `${environmentsFolder}/${name}.ts`;
  checkSites(resolveEnvironment(environment, file), file);
  const text = textOf(environment, branch, config.name);
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
  return { name, file };
}
