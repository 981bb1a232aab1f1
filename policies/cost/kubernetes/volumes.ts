import { kubernetesAmount } from '../../kubernetes-amount';
import type { Manifest } from '../../site-output';
import { blocksAt, valueAt } from '../resource';
import { Unpriceable } from '../unpriceable';

/** A volume that an object asks for, and how many of it. */
export interface VolumeClaim {
  readonly gib: number;
  /** Missing: the default class of the cluster. */
  readonly storageClass?: string;
  readonly count: number;
  /** It is there while a job runs. */
  readonly scratch?: boolean;
}

type Tree = Readonly<Record<string, unknown>>;

/** @throws Unpriceable of an amount that nobody can read, rather than nothing */
function gibOf(amount: unknown): number {
  const bytes = kubernetesAmount(amount);
  if (bytes === 0 && amount !== undefined) throw new Unpriceable(`nobody can read ${amount} as an amount of storage`);
  return bytes / 2 ** 30;
}

const countAt = (value: unknown, path: string): number => {
  const found = valueAt(value, path);
  return typeof found === 'number' ? found : 1;
};

const classOf = (name: unknown): { readonly storageClass?: string } =>
  typeof name === 'string' && name !== '' ? { storageClass: name } : {};

/** A claim as Kubernetes words it. */
const claimIn = (spec: unknown, count: number): VolumeClaim => ({
  gib: gibOf(valueAt(spec, 'resources.requests.storage')),
  ...classOf(valueAt(spec, 'storageClassName')),
  count,
});

/** Claims that pods bring and take along, wherever their templates stand in an object. */
function scratchIn(value: unknown): VolumeClaim[] {
  if (Array.isArray(value)) return value.flatMap(scratchIn);
  if (typeof value !== 'object' || value === null) return [];
  const own = valueAt(value, 'ephemeral.volumeClaimTemplate.spec');
  return own === undefined ? Object.values(value).flatMap(scratchIn) : [{ ...claimIn(own, 1), scratch: true }];
}

/** Claims in the values of a chart: `volumeClaimTemplate` beside the number of replicas that have one each. */
function claimsInValues(value: unknown, replicas: number): VolumeClaim[] {
  if (Array.isArray(value)) return value.flatMap((one) => claimsInValues(one, replicas));
  if (typeof value !== 'object' || value === null) return [];
  const count = typeof (value as Tree).replicas === 'number' ? ((value as Tree).replicas as number) : replicas;
  return Object.entries(value).flatMap(([key, inside]) =>
    key === 'volumeClaimTemplate' ? [claimIn(valueAt(inside, 'spec'), count)] : claimsInValues(inside, count),
  );
}

const ofStatefulSet = (spec: unknown): VolumeClaim[] =>
  blocksAt(spec, 'volumeClaimTemplates').map((template) => claimIn(template.spec, countAt(spec, 'replicas')));

/** How each kind asks for volumes. */
const readers: Readonly<Record<string, (spec: unknown) => VolumeClaim[]>> = {
  StatefulSet: ofStatefulSet,
  // One that names its volume takes what Terraform made and prices.
  PersistentVolumeClaim: (spec) => (valueAt(spec, 'volumeName') === undefined ? [claimIn(spec, 1)] : []),
  KafkaNodePool: (spec) =>
    blocksAt(spec, 'storage.volumes').map(({ size, class: name }) => ({
      gib: gibOf(size),
      ...classOf(name),
      count: countAt(spec, 'replicas'),
    })),
  'postgresql.cnpg.io/Cluster': (spec) =>
    ['storage', 'walStorage'].flatMap((place) =>
      blocksAt(spec, place).map(({ size, storageClass }) => ({
        gib: gibOf(size),
        ...classOf(storageClass),
        count: countAt(spec, 'instances'),
      })),
    ),
  PerconaServerMongoDB: (spec) =>
    blocksAt(spec, 'replsets').map((set) =>
      claimIn(valueAt(set, 'volumeSpec.persistentVolumeClaim'), countAt(set, 'size')),
    ),
  Application: (spec) => claimsInValues(valueAt(spec, 'source.helm.valuesObject'), 1),
  HelmRelease: (spec) => claimsInValues(valueAt(spec, 'values'), 1),
};

/** Every volume that a rendered object makes the cluster buy. */
export function volumeClaims({ apiVersion, kind, spec }: Manifest & { readonly spec?: unknown }): VolumeClaim[] {
  const [group] = `${apiVersion}`.split('/');
  const read = readers[`${group}/${kind}`] ?? readers[kind];
  return [...(read?.(spec) ?? []), ...scratchIn(spec)].filter(({ gib, count }) => gib > 0 && count > 0);
}
