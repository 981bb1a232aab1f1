import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fullImageName } from '../../constructs/contracts';
import type { Environment } from '../../environments/model/resolve-environment';
import { recordOperators } from '../../policies/operator-upgrades';
import { ownersOf } from '../environment-lock';
import type { EnvironmentStacksBuild } from '../environment-stacks';
import { packageRoot, packageVersion } from '../package-root';
import { providersIn, sorted } from '../release';
import type { SiteBuild } from '../site-build';
import { referencedFeatureViews, referencedModels } from './referenced-models';
import type { ReleaseComponents } from './release-record';

/** What a built site says of itself. */
export type ReleasedSite = Pick<SiteBuild, 'name' | 'release' | 'published'>;

const schemaFile = join('environments', 'schema', 'environment.schema.json');

/** The schema as it is shipped: an environment file means the same wherever it is equal. */
const environmentSchema = (): string =>
  createHash('sha256')
    .update(readFileSync(join(packageRoot, schemaFile)))
    .digest('hex');

/** `docker.io/library/postgres:17@sha256:...` under its name and tag. */
function imageEntry(image: string): [string, string | null] {
  const [name = '', digest = null] = image.split('@');
  return [fullImageName(name), digest];
}

const byName = <Value>(pairs: readonly [string, Value][]): Record<string, Value> =>
  Object.fromEntries([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)));

/**
 * Everything that runs, read from what was synthesized.
 * @param shared stacks of the environment as a whole
 */
export function releaseComponents(
  environment: Environment,
  shared: EnvironmentStacksBuild['stacks'],
  sites: readonly Omit<ReleasedSite, 'name'>[],
): ReleaseComponents {
  const { kubernetesVersion, services } = environment.config;
  return {
    evenkeel: packageVersion,
    environmentSchema: environmentSchema(),
    kubernetes: kubernetesVersion,
    images: byName(sites.flatMap(({ published }) => published.map(imageEntry))),
    charts: byName(sites.flatMap(({ release }) => Object.entries(release.charts))),
    operators: structuredClone(recordOperators(ownersOf(environment), {})) as ReleaseComponents['operators'],
    providers: sorted([...providersIn(shared), ...sites.flatMap(({ release }) => Object.entries(release.providers))]),
    models: referencedModels(services),
    featureViews: referencedFeatureViews(services),
  };
}
