import { type CapabilityId, capabilities } from '../../constructs/contracts';
import type { SiteCloud } from '../../environments/model';
import type { CapabilityResult } from '../../policies/parity';
import type { EnvironmentBuild } from '../build';
import { areaOf, areaTitles, type CapabilityArea, cloudTitles } from './titles';

export type ParityStatus = CapabilityResult['status'];

export interface ParityColumn {
  readonly cloud: SiteCloud;
  readonly title: string;
  /** Names of the sites on this cloud, in build order. */
  readonly sites: readonly string[];
}

/** One thing that some sites of a cloud say about a capability. */
export interface ParityReason {
  readonly status: ParityStatus;
  /** Where it was seen, or why it is absent. */
  readonly because: string;
  readonly sites: readonly string[];
}

export interface ParityCell {
  /** The most serious of its reasons: broken, absent, kept, idle. */
  readonly status: ParityStatus;
  /** Sites of the column that have this status. */
  readonly sites: number;
  readonly reasons: readonly ParityReason[];
}

interface ParityRow {
  readonly capability: CapabilityId;
  /** The promise as a sentence. */
  readonly promise: string;
  /** One a column, in the order of the columns. */
  readonly cells: readonly ParityCell[];
}

export interface ParityArea {
  readonly area: CapabilityArea;
  readonly title: string;
  readonly rows: readonly ParityRow[];
}

export interface ParityMatrix {
  /** The clouds that have a site. */
  readonly columns: readonly ParityColumn[];
  readonly areas: readonly ParityArea[];
}

/** Most serious first. */
const parityStatuses = ['broken', 'absent', 'kept', 'idle'] as const satisfies readonly ParityStatus[];

type SiteParity = EnvironmentBuild['sites'][number];

/** A capability that a site says nothing about is broken: nothing may be missing in silence. */
const unsaid = { status: 'broken', because: 'nothing looked for it' } as const;

function reasonsOf(capability: CapabilityId, sites: readonly SiteParity[]): ParityReason[] {
  const said = sites.map(({ name, parity }) => ({
    site: name,
    ...(parity.find((result) => result.capability === capability) ?? unsaid),
  }));
  const distinct = new Map(said.map(({ status, because }) => [JSON.stringify([status, because]), { status, because }]));
  return [...distinct.values()].map(({ status, because }) => ({
    status,
    because,
    sites: said.filter((entry) => entry.status === status && entry.because === because).map(({ site }) => site),
  }));
}

function cellOf(capability: CapabilityId, sites: readonly SiteParity[]): ParityCell {
  const reasons = reasonsOf(capability, sites);
  const status = parityStatuses.find((candidate) => reasons.some((reason) => reason.status === candidate)) ?? 'idle';
  const having = reasons.filter((reason) => reason.status === status);
  return { status, reasons, sites: having.reduce((total, reason) => total + reason.sites.length, 0) };
}

/** Every capability against every cloud that has a site, as the built sites showed it. */
export function parityMatrix(builds: readonly EnvironmentBuild[]): ParityMatrix {
  const sites = builds.flatMap((build) => build.sites);
  const clouds = (Object.keys(cloudTitles) as SiteCloud[]).map((cloud) => ({
    cloud,
    sites: sites.filter((site) => site.cloud === cloud),
  }));
  const present = clouds.filter((entry) => entry.sites.length > 0);
  const rows = (Object.keys(capabilities) as CapabilityId[]).map((capability) => ({
    capability,
    promise: capabilities[capability],
    cells: present.map((entry) => cellOf(capability, entry.sites)),
  }));
  return {
    columns: present.map((entry) => ({
      cloud: entry.cloud,
      title: cloudTitles[entry.cloud].title,
      sites: entry.sites.map(({ name }) => name),
    })),
    areas: (Object.keys(areaTitles) as CapabilityArea[]).map((area) => ({
      area,
      title: areaTitles[area],
      rows: rows.filter(({ capability }) => areaOf(capability) === area),
    })),
  };
}
