import type { Manifest } from '../../site-output';
import type { AssumptionName } from '../assumptions';
import { blocksAt, valueAt } from '../resource';

/** Data that an object of a cluster carries from one site to another. */
export interface CopiedTraffic {
  /** Site that sends, and pays. */
  readonly from: string;
  readonly to: string;
  /** `<kind>/<namespace>/<name> to <site>`. */
  readonly address: string;
  /** How much of it. */
  readonly gib: AssumptionName;
  /** The object, and the site that it stands at. */
  readonly object: Manifest;
  readonly at: string;
}

type Way = Pick<CopiedTraffic, 'from' | 'to' | 'gib'>;

/** Sites whose hosts of a kind are named, such as `kafka-prod-aws-eu-west-1.ml.example.com`. */
const sitesNamed = (text: unknown, host: string, sites: readonly string[]): string[] =>
  sites.filter((site) => `${text ?? ''}`.includes(`${host}-${site}.`));

const words = (values: unknown): string => [valueAt(values, 'args') ?? []].flat().join(' ');

/** What objects carry between sites, by their kind. */
const carriers: Readonly<Record<string, (object: Manifest, at: string, sites: readonly string[]) => readonly Way[]>> = {
  // Copies of buckets say from where to where.
  CronJob: ({ spec }) => {
    const said = valueAt(spec, 'jobTemplate.spec.template.metadata.annotations') as Record<string, string> | undefined;
    const { 'evenkeel.dev/copied-from': from, 'evenkeel.dev/copied-to': to } = said ?? {};
    return from !== undefined && to !== undefined ? [{ from, to, gib: 'copiedGiB' }] : [];
  },
  KafkaMirrorMaker2: ({ spec }, to, sites) =>
    blocksAt(spec, 'mirrors').flatMap((mirror) =>
      sitesNamed(valueAt(mirror, 'source.bootstrapServers'), 'kafka', sites).map(
        (from): Way => ({
          from,
          to,
          gib: 'mirroredGiB',
        }),
      ),
    ),
  // The hub of metrics asks the other sites.
  Deployment: ({ spec }, to, sites) =>
    blocksAt(spec, 'template.spec.containers').flatMap((container) =>
      sitesNamed(words(container), 'peers', sites).map((from): Way => ({ from, to, gib: 'federatedGiB' })),
    ),
};

/** Everything that objects carry from one site of some output to another. One site alone has nothing to carry. */
export function copiedTraffic(
  objects: readonly { readonly site: string; readonly manifest: Manifest }[],
  sites: readonly string[],
): CopiedTraffic[] {
  return objects.flatMap(({ site, manifest }) => {
    const { kind, metadata } = manifest;
    return (carriers[kind]?.(manifest, site, sites) ?? [])
      .filter(({ from, to }) => from !== to)
      .map((way) => ({
        ...way,
        address: `${[kind, metadata.namespace, metadata.name].filter(Boolean).join('/')} to ${way.to}`,
        object: manifest,
        at: site,
      }));
  });
}
