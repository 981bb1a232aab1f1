import type { Manifest } from '../../charts/rendered-object';
import { kubectl, type ReachedCluster } from '../../constructs/kubernetes/recovery-commands';
import type { DeployedWave } from '../../delivery/pulumi/deployed-objects';
import { identity, releaseToken, resourceName, typeToken } from '../../delivery/pulumi/resource-names';
import { printedBy } from '../engine/command';
import type { CommandRunner, RunOptions } from '../engine/command-runner';
import { RunbookFailure } from '../runbook-failure';

/** What an API server has of some waves. */
export interface PresentObjects {
  /** Identities, as the state of the second engine has them. */
  readonly present: ReadonlySet<string>;
  /** What it does not have yet: `Deployment tracking/mlflow`, or a chart that is not deployed. */
  readonly missing: readonly string[];
}

type Key = Pick<Manifest, 'apiVersion' | 'kind' | 'metadata'>;

/** Enough to find it again; whatever else it holds stays here. */
const keyOf = ({ apiVersion, kind, metadata: { name, namespace } }: Manifest): Key => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});

const identityOf = (object: Key): string => identity(typeToken(object), resourceName(object));

/** Kinds of operators that are not there yet are no error: their objects are missing. */
const unknownKind = /no matches for kind|resource mapping not found|ensure CRDs are installed first/;

/** A job that is to vanish when it is over cannot be asked for. */
const vanishes = ({ kind, spec }: Manifest): boolean =>
  kind === 'Job' &&
  (spec as { readonly ttlSecondsAfterFinished?: number } | undefined)?.ttlSecondsAfterFinished !== undefined;

/** Names alone are read: what a Secret holds at the API server is nobody's business here. */
const columns = 'custom-columns=version:.apiVersion,kind:.kind,namespace:.metadata.namespace,name:.metadata.name';

const linesIn = (text: string): readonly Key[] =>
  text.split('\n').flatMap((line) => {
    const [apiVersion, kind, namespace, name] = line.trim().split(/\s+/);
    if (!(apiVersion && kind && namespace && name)) return [];
    return [{ apiVersion, kind, metadata: { name, ...(namespace === '<none>' ? {} : { namespace }) } }];
  });

/** Reads releases of Helm by their labels: what they hold is not read. */
const releasesCommand = (cluster: ReachedCluster) =>
  kubectl(cluster, [
    'get',
    'secrets',
    '--all-namespaces',
    '--selector',
    'owner=helm',
    '--output',
    'jsonpath={range .items[*]}{.metadata.labels.name}={.metadata.labels.status} {end}',
  ]);

/**
 * Asks an API server for everything that waves hold.
 * @throws RunbookFailure COMMAND_FAILED where it does not answer
 */
export async function presentObjects(
  cluster: ReachedCluster,
  waves: readonly DeployedWave[],
  commands: CommandRunner,
  options: RunOptions,
): Promise<PresentObjects> {
  const objects = waves.flatMap((wave) => wave.objects);
  const releases = waves.flatMap((wave) => wave.releases);
  const read = kubectl(cluster, ['get', '--filename', '-', '--ignore-not-found', '--no-headers', '--output', columns], {
    stdin: `${objects.map((object) => JSON.stringify(keyOf(object))).join('\n---\n')}\n`,
  });
  const { stdout, stderr, exitCode } =
    objects.length === 0 ? { stdout: '', stderr: '', exitCode: 0 } : await commands.run(read, options);
  const faults = stderr.split('\n').filter((line) => line.trim() !== '' && !unknownKind.test(line));
  if (exitCode !== 0 && faults.length > 0) {
    throw new RunbookFailure('COMMAND_FAILED', `${cluster.site} kubectl get`, faults.join(' ').slice(0, 400));
  }
  const found = new Set(linesIn(stdout).map(identityOf));
  const printed = releases.length === 0 ? '' : await printedBy(commands, releasesCommand(cluster), options);
  const states = printed.split(/\s+/);
  const isDeployed = (name: string): boolean => states.includes(`${name}=deployed`);
  return {
    present: new Set([
      ...found,
      ...releases
        .filter(({ name }) => states.some((state) => state.startsWith(`${name}=`)))
        .map(({ name }) => identity(releaseToken, name)),
    ]),
    missing: [
      ...objects
        .filter((object) => !vanishes(object) && !found.has(identityOf(object)))
        .map((object) => `${object.kind} ${resourceName(object)}`),
      ...releases.filter(({ name }) => !isDeployed(name)).map(({ name }) => `chart ${name}`),
    ],
  };
}
