import { type ServiceTags, serviceTagsOf } from '../../constructs/contracts/service-tags';
import { poolLabel } from '../../environments/model';
import { sharedService } from '../../environments/model/site-tags';
import type { Manifest } from '../site-output';
import type { BillLine } from './bill';
import { clusterTypes } from './cluster-home';
import { clusterStack, type PricedOutput } from './estimate';
import { poolsIn } from './expected-machines';
import { clusterPools } from './kubernetes/machines';
import { partOfLine, partOfObject, partOfResource, type RecoveryPart } from './recovery-part';
import { addressOf, addressOfObject, type Resource, type Tags, valueAt } from './resource';
import { referencesIn, resourcesOf } from './resources';
import { tagsOf } from './tags';
import { copiedTraffic } from './traffic/copied-traffic';

/** Whose a line of a bill is. */
export interface Attribution {
  /** In kebab case. Default: it is of no single service. */
  readonly service?: string;
  /** Of the service, in kebab case. Default: no need of it asks for this. */
  readonly need?: string;
  /** Machines that services share. Default: it is part of no pool. */
  readonly pool?: string;
  readonly tags: Tags;
  /** Who answers for it: its own tag, or the one owner of all that is tagged at its site. */
  readonly owner?: string;
  /** What it is paid for. Default: nobody knows what its site is there for, so it serves. */
  readonly recovery?: RecoveryPart;
}

/** Whoever adds a resource by hand says by tags whose it is. */
const ofResource = ({ values }: Resource, tags: Tags): Attribution => {
  const made: Partial<ServiceTags> = serviceTagsOf(`${valueAt(values, '//.metadata.path') ?? ''}`) ?? {};
  const stated = tags.service === sharedService ? undefined : tags.service;
  return { service: stated ?? made.service, need: tags.need ?? (stated === undefined ? made.need : undefined), tags };
};

const prefix = 'evenkeel.dev/';

/** Labels of an object, those of Evenkeel by their short names; what it does not say, its cluster does. */
const tagsOfObject = ({ metadata }: Manifest, cluster: Tags): Tags => ({
  ...cluster,
  ...metadata.labels,
  ...Object.fromEntries(
    Object.entries(metadata.labels ?? {}).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value]] : [],
    ),
  ),
});

function ofObject(object: Manifest, cluster: Tags): Attribution {
  const tags = tagsOfObject(object, cluster);
  return {
    ...(tags.service === undefined || tags.service === sharedService ? {} : { service: tags.service, need: tags.need }),
    ...(clusterPools[object.kind] ? { pool: object.metadata.name } : {}),
    tags,
  };
}

const placeOf = ({ site, stack, address }: Pick<BillLine, 'site' | 'stack' | 'address'>): string =>
  `${site} ${stack} ${address}`;

/** What of a pool stands in its line: a cluster that makes a pool of its own costs more than its machines. */
const pooled = /^(machine|disk|commitment)\//;

/** Reads of some output whose every line of its bill is. */
export function attributionOf(output: PricedOutput): (line: BillLine) => Attribution {
  const resources = resourcesOf(output.stacks);
  const referredFrom = referencesIn(resources);
  const owners = new Map<string, Set<string>>();
  const clusterTags = new Map<string, Tags>();
  const isCluster = new Set<string>(Object.values(clusterTypes));
  const known = new Map<string, Attribution>();
  for (const one of resources) {
    const { site, type } = one;
    const tags = tagsOf(one, { referred: referredFrom(one) });
    if (tags.owner !== undefined) owners.set(site, (owners.get(site) ?? new Set()).add(tags.owner));
    if (isCluster.has(type)) clusterTags.set(site, tags);
    const [pool] = poolsIn(one);
    const name = pool && `${pool.labels[poolLabel] ?? pool.id}`;
    known.set(placeOf({ ...one, address: addressOf(one) }), {
      ...ofResource(one, tags),
      ...(name ? { pool: name } : {}),
      recovery: partOfResource(one, referredFrom(one)),
    });
  }
  for (const { site, manifest } of output.objects) {
    const address = addressOfObject(manifest);
    known.set(placeOf({ site, stack: clusterStack, address }), {
      ...ofObject(manifest, clusterTags.get(site) ?? {}),
      recovery: partOfObject(manifest.metadata.name),
    });
  }
  const sites = [...new Set([...output.stacks, ...output.objects].map(({ site }) => site))];
  for (const { from, address, object, gib } of copiedTraffic(output.objects, sites)) {
    known.set(placeOf({ site: from, stack: clusterStack, address }), {
      ...ofObject(object, clusterTags.get(from) ?? {}),
      // Metrics go to their hub every day; everything else is carried for the day of a loss.
      ...(gib === 'federatedGiB' ? {} : { recovery: 'copy' as const }),
    });
  }
  const standbys = new Set(output.sites?.flatMap(({ site, role }) => (role === 'standby' ? [site] : [])));
  return (line) => {
    const { pool, ...found }: Attribution = known.get(placeOf(line)) ?? { tags: {} };
    const ofSite = [...(owners.get(line.site) ?? [])];
    return {
      ...found,
      ...(pool !== undefined && pooled.test(line.item) ? { pool } : {}),
      owner: found.tags.owner ?? (ofSite.length === 1 ? ofSite[0] : undefined),
      recovery: partOfLine(line, found.recovery, standbys),
    };
  };
}
