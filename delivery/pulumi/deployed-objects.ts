import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { GitopsChart } from '../../charts/gitops/gitops-chart';
import type { Manifest } from '../../charts/rendered-object';
import { type Finding, InputError } from '../../environments/model';
import { holdsSecret } from '../../policies/rendered-secrets';
import type { StackJson } from '../../policies/site-output';
import { type ChartRelease, chartReleases, isGitopsObject, orderedFolders } from './gitops-order';
import { platformObjects } from './platform-objects';

/** What is delivered together, and what it waits for. */
export interface DeployedWave {
  readonly name: string;
  /** Waves of which everything must be healthy first. */
  readonly after: readonly string[];
  readonly objects: readonly Manifest[];
  readonly releases: readonly ChartRelease[];
}

/** What Terraform makes elsewhere: namespaces, and then the service accounts in them. */
const platformWaves = ['platform-namespaces', 'platform'] as const;

export interface ReadOptions {
  /** Whether namespaces and service accounts are delivered, too: where there is no Terraform. */
  readonly platform: boolean;
}

const manifestsIn = (folder: string): Manifest[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => load(readFileSync(join(folder, file), 'utf8')) as Manifest);

/** Whatever an object holds goes into the state of the engine; secrets come from the store of the site, not from Git. */
const secretFinding = (site: string, { metadata }: Manifest): Finding => ({
  code: 'PULUMI_SECRET',
  file: site,
  place: `Secret ${metadata.namespace}/${metadata.name}`,
  message: 'it holds a value, which would be in the state of the stack for good; nothing was changed',
  fix: 'keep the value in the secret store of the site, and have an ExternalSecret read it',
});

const stackOf = (folder: string, name: string): StackJson =>
  JSON.parse(readFileSync(join(folder, 'infra', name, 'cdk.tf.json'), 'utf8')) as StackJson;

/**
 * The waves of a site as its rendered tree has them.
 * @param folder of the site, e.g. `dist/local/local`
 * @throws InputError TREE_MISSING or PULUMI_SECRET
 */
export function deployedWaves(folder: string, { platform }: ReadOptions): DeployedWave[] {
  const gitops = join(folder, GitopsChart.folder);
  if (!existsSync(gitops)) {
    throw new InputError([
      {
        code: 'TREE_MISSING',
        file: folder,
        place: GitopsChart.folder,
        message: 'there is no rendered tree of the site',
        fix: 'run `evenkeel build` first',
      },
    ]);
  }
  const before = platform ? [platformWaves[1]] : [];
  const waves = orderedFolders(manifestsIn(gitops)).map(({ name, folder: wave, after }) => {
    const all = manifestsIn(join(folder, wave));
    return {
      name,
      after: after.length > 0 ? after : before,
      objects: all.filter((object) => !isGitopsObject(object)),
      releases: chartReleases(all),
    };
  });
  const secrets = waves.flatMap(({ objects }) => objects).filter(holdsSecret);
  if (secrets.length > 0) throw new InputError(secrets.map((object) => secretFinding(folder, object)));
  if (!platform) return waves;
  const objects = platformObjects(stackOf(folder, 'platform'));
  const [namespaces, accounts] = [true, false].map((isNamespace) =>
    objects.filter(({ kind }) => (kind === 'Namespace') === isNamespace),
  );
  const [first, second] = platformWaves;
  return [
    { name: first, after: [], objects: namespaces ?? [], releases: [] },
    { name: second, after: [first], objects: accounts ?? [], releases: [] },
    ...waves,
  ];
}
