import { createHash } from 'node:crypto';
import { Netmask } from 'netmask';
import { type Cloud, type Finding, InputError, rangesOverlap, siteBlockPrefix } from '../../environments/model';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../environments/schema/environment-schema';
import { type ServiceName, services } from '../../services';
import { smallService } from './small-services';

export interface PreviewWish {
  readonly branch: string;
  /** As `previewName` gives it. */
  readonly name: string;
  /** ISO date: its last day. */
  readonly expires: string;
  readonly monthlyUsd: number;
  /** Account, project (`<id>/<number>`) or subscription of its own. Default: it is on no public cloud. */
  readonly account?: string;
  /** Index of the site that it is like. */
  readonly site: number;
  /** Services that it runs. Default: all of the base. */
  readonly services?: readonly string[];
  /** Private ranges of the other environments. */
  readonly taken: readonly string[];
}

type SiteInput = EnvironmentInput['sites'][number];

/** How the account of a site is written on each cloud. */
const accounts: { readonly [C in Cloud]: (account: string) => Readonly<Record<string, string>> } = {
  aws: (accountId) => ({ accountId }),
  google: (account) => {
    const [projectId = '', projectNumber = ''] = account.split('/');
    return { projectId, projectNumber };
  },
  azure: (subscriptionId) => ({ subscriptionId }),
};

const reject = (finding: Omit<Finding, 'file'>): never => {
  throw new InputError([{ file: '', ...finding }]);
};

/** Words of a site that only its environment, or its account, gives a meaning. */
const leftOut = ['quotas', 'import', 'adopt', 'sharesAccount', 'organisationTrail', 'zones'] as const;

function siteOf(site: SiteInput, { account }: PreviewWish): SiteInput {
  const kept = Object.fromEntries(Object.entries(site).filter(([key]) => !leftOut.some((word) => word === key)));
  const own = accounts[site.cloud as Cloud];
  if (!own) return { ...kept, role: 'primary' } as SiteInput;
  if (account === undefined) {
    return reject({
      code: 'PREVIEW_ACCOUNT',
      place: 'account',
      message: `a preview of a site on ${site.cloud} needs an account, project or subscription of its own`,
      fix: 'name it by --account, or preview an environment that is on no public cloud',
    });
  }
  return { ...kept, ...own(account), role: 'primary', addressSlot: 0 } as SiteInput;
}

/** The range that previews are given blocks of: the last quarter of the largest private one. */
const blocks = (): string[] => {
  const first = new Netmask(`10.192.0.0/${siteBlockPrefix}`);
  return Array.from({ length: 16 }, (_, index) => (index === 0 ? first : first.next(index)).toString());
};

/** A block that no other environment has, by the branch: two previews seldom meet, and are never joined. */
export function previewBlock(branch: string, taken: readonly string[]): string {
  const free = blocks().filter((block) => !taken.some((other) => rangesOverlap(block, other)));
  if (free.length === 0) {
    return reject({
      code: 'ADDRESS_SPACE',
      place: 'addresses.supernet',
      message: 'no block of 10.192.0.0/10 is free for a preview',
      value: taken,
      fix: 'take away previews that have ended, or give environments smaller supernets',
    });
  }
  const at = createHash('sha256').update(branch).digest().readUInt32BE();
  return free[at % free.length] ?? '';
}

/** What a preview does not have, whatever its base promises: it ends in days, and nobody relies on it. */
const never = [
  'recovery',
  'interconnect',
  'edge',
  'business',
  'chaos',
  'ci',
  'registry',
  'release',
  'promotion',
] as const;

/** Services that a rule between values of the file refuses as small as they are, by the places of its findings. */
function refusedServices(environment: EnvironmentInput): Set<string> {
  try {
    resolveEnvironment(environment);
    return new Set();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return new Set(error.findings.flatMap(({ place }) => /^services\.(\w+)\./.exec(place)?.[1] ?? []));
  }
}

/** A service that cannot be as small as its own schema lets it be is what it is in the base. */
function sound(environment: EnvironmentInput, base: EnvironmentInput): EnvironmentInput {
  const refused = refusedServices(environment);
  const mended = Object.entries(environment.services).map(([name, config]) => [
    name,
    refused.has(name) ? base.services[name as ServiceName] : config,
  ]);
  return { ...environment, services: Object.fromEntries(mended) as EnvironmentInput['services'] };
}

/**
 * An environment like another one, for the days of a branch: one site, small, on its own account and addresses, and free to delete.
 * @throws InputError PREVIEW_ACCOUNT, PREVIEW_SERVICE, ADDRESS_SPACE
 */
export function previewEnvironment(base: EnvironmentInput, wish: PreviewWish): EnvironmentInput {
  const site = base.sites[wish.site];
  if (!site) throw new Error(`the base has no site ${wish.site}`);
  const known = Object.keys(base.services) as ServiceName[];
  const unknown = (wish.services ?? []).filter((name) => !known.some((one) => one === name));
  if (unknown.length > 0) {
    reject({
      code: 'PREVIEW_SERVICE',
      place: 'services',
      message: 'the base does not run these',
      value: unknown,
      allowed: known,
      fix: 'name services of the base',
    });
  }
  const wanted = known.filter((name) => name in services && (wish.services?.includes(name) ?? true));
  const kept = Object.fromEntries(Object.entries(base).filter(([key]) => !never.some((word) => word === key)));
  const environment: EnvironmentInput = {
    ...(kept as EnvironmentInput),
    name: wish.name,
    domain: `${wish.name}.${base.domain}`,
    expires: wish.expires,
    gitops: { ...base.gitops, revision: wish.branch },
    deletionProtection: false,
    natGateways: 'single',
    auditLogRetentionDays: 30,
    addresses: { supernet: previewBlock(wish.branch, wish.taken) },
    budget: { monthlyUsd: wish.monthlyUsd },
    // What watches and binds an account is not made anew by each of the previews in it.
    governance: { detection: 'organisation', guardrails: 'organisation' },
    storage: { ...base.storage, snapshots: { enabled: false } },
    pools: {
      ...base.pools,
      system: { machine: 'general-2', minNodes: 3, maxNodes: 4 },
      general: { machine: 'general-4', minNodes: 1, maxNodes: 3 },
      spot: { machine: 'general-4', minNodes: 0, maxNodes: 4 },
    },
    services: Object.fromEntries(
      wanted.map((name) => [name, smallService(name, base.services[name])]),
    ) as EnvironmentInput['services'],
    sites: [siteOf(site, wish)],
  };
  return sound(environment, base);
}
