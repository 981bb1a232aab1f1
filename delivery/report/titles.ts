import type { CapabilityId } from '../../constructs/contracts';
import type { SiteCloud } from '../../environments/model';

interface CloudTitle {
  readonly title: string;
  /** Whether it counts as a cloud in totals: a cluster someone else runs does not. */
  readonly isPublicCloud: boolean;
}

/** How each cloud is called in the report, in the order of its columns. */
export const cloudTitles: Readonly<Record<SiteCloud, CloudTitle>> = {
  aws: { title: 'AWS', isPublicCloud: true },
  google: { title: 'Google Cloud', isPublicCloud: true },
  azure: { title: 'Azure', isPublicCloud: true },
  local: { title: 'In-cluster', isPublicCloud: false },
};

/** A cloud as it is called here, and any other place by its own name. */
export const placeTitle = (place: string): string =>
  Object.entries(cloudTitles).find(([cloud]) => cloud === place)?.[1].title ?? place;

export type CapabilityArea = CapabilityId extends infer Id
  ? Id extends `${infer Area}.${string}`
    ? Area
    : never
  : never;

/** What the part of a capability before the dot is called. */
export const areaTitles: Readonly<Record<CapabilityArea, string>> = {
  state: 'Remote state',
  platform: 'Keys, logs and roles',
  detection: 'Audit and detection',
  guardrails: 'Guardrails',
  spending: 'Budgets and bills',
  network: 'Network',
  cluster: 'Cluster',
  postgres: 'Postgres',
  cache: 'Caches',
  warehouse: 'Warehouses',
  files: 'Shared files',
  volumes: 'Volumes of pods',
  recovery: 'Recovery',
  bucket: 'Buckets',
  kafka: 'Event streams',
  topic: 'Topics',
  secret: 'Secrets',
  key: 'Keys',
  registry: 'Images',
  interconnect: 'Links between sites',
  edge: 'Public edge',
  identity: 'Identities',
  access: 'People',
};

export const areaOf = (capability: CapabilityId): CapabilityArea => capability.split('.')[0] as CapabilityArea;
