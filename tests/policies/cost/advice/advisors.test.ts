import { resolveEnvironment } from '../../../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../../../environments/schema';
import { isDisposable } from '../../../../policies/cost/advice/advisor';
import { advisors } from '../../../../policies/cost/advice/advisors';
import { typedEdit } from '../../../../policies/cost/advice/edit-words';
import type { Bill } from '../../../../policies/cost/bill';
import type { PricedOutput } from '../../../../policies/cost/estimate';
import type { StackJson } from '../../../../policies/site-output';
import { environmentInput, siteInputs } from '../../../fixtures/environment';
import { book } from '../bill-of';

const { aws, google, azure } = siteInputs;
const bill: Bill = { currency: 'USD', pricesAsOf: null, monthlyTotal: 0, lines: [], unpriced: [] };
const nothing: PricedOutput = { stacks: [], objects: [] };

/** What an advisor proposes, as `--what-if` takes it. */
function proposed(id: string, input: Partial<EnvironmentInput>, output = nothing): string[] {
  const advisor = advisors.find((one) => one.id === id);
  if (!advisor) throw new Error(`no advisor ${id}`);
  const environment = resolveEnvironment(environmentInput({ sites: [aws], ...input }));
  return advisor.propose({ environment, output, bill, book }).map((edits) => edits.map(typedEdit).join(' '));
}

const recovery = { tier: 'active-active', rpoMinutes: 1440, rtoMinutes: 1440 } as const;
const week = { timeZone: 'UTC', workingHours: [{ from: '08:00', until: '18:00' }] };
const pools = (words: EnvironmentInput['pools']): Partial<EnvironmentInput> => ({ pools: words });
const oneNotch = { vectorStore: { store: { engine: 'pgvector', highlyAvailable: true } } } as const;

interface Case {
  readonly fires: Partial<EnvironmentInput>;
  readonly says: string | readonly string[];
  readonly silent: Partial<EnvironmentInput>;
}

const cases: Readonly<Record<string, Case>> = {
  'arm-machines': {
    fires: { sites: [aws, google], pools: { spot: { enabled: false }, gpu: { enabled: false } } },
    says: 'sites[0].pools.system.machine=m7g.xlarge sites[0].pools.general.machine=m7g.xlarge',
    silent: { sites: [{ ...google, role: 'primary' }] },
  },
  'smaller-gpus': {
    fires: {},
    says: ['sites[0].pools.gpu.machine=g4dn.xlarge', 'sites[0].pools.gpu.machine=g4dn.2xlarge'],
    silent: pools({ gpu: { machine: 'gpu-t4' } }),
  },
  'spot-gpus': {
    fires: { sites: [aws, azure] },
    says: 'sites[0].pools.gpu.provisioning=automatic sites[0].pools.gpu.automatic={"markets":["spot","on-demand"],"maxGpus":4}',
    silent: pools({ gpu: { sharing: { by: 'time-slicing', podsPerGpu: 4 } } }),
  },
  'spot-for-batch': {
    fires: pools({ spot: { enabled: false } }),
    says: 'pools.spot.enabled=true',
    silent: {},
  },
  'idle-gpus': {
    fires: pools({ gpu: { minNodes: 1 } }),
    says: ['pools.gpu.enabled=false', 'pools.gpu.minNodes=0'],
    silent: pools({ gpu: { enabled: false } }),
  },
  'smaller-boot-disks': {
    fires: pools({ system: { diskGiB: 50 }, spot: { diskGiB: 64 } }),
    says: 'pools.general.diskGiB=64',
    silent: pools({ system: { diskGiB: 50 }, general: { diskGiB: 50 }, spot: { diskGiB: 50 } }),
  },
  'no-scratch-disks': {
    fires: pools({ spot: { scratch: true } }),
    says: 'pools.spot.scratch=false',
    silent: {},
  },
  'standard-volumes': {
    fires: { services: { streaming: { storageClass: 'fast' } } },
    says: 'services.streaming.storageClass=standard',
    silent: { services: { streaming: {} } },
  },
  'cheaper-tiers': {
    fires: {
      services: {
        tracking: {},
        lakehouse: { tiers: { infrequentAfterDays: 90 } },
        databases: { buckets: { raw: { tiers: { coldAfterDays: 365 } }, scans: {} } },
      },
    },
    says: [
      'services.tracking.tiers={"infrequentAfterDays":30,"coldAfterDays":90} services.lakehouse.tiers={"infrequentAfterDays":90,"coldAfterDays":150} services.databases.buckets.scans.tiers={"infrequentAfterDays":30,"coldAfterDays":90}',
      'services.tracking.tiers={"infrequentAfterDays":30} services.databases.buckets.scans.tiers={"infrequentAfterDays":30}',
    ],
    silent: { services: { tracking: { tiers: { infrequentAfterDays: 30, coldAfterDays: 90 } } } },
  },
  'single-databases': {
    fires: { services: { tracking: {}, ...oneNotch } },
    says: 'services.tracking.highlyAvailable=false services.vectorStore.store.highlyAvailable=false',
    silent: { services: { tracking: { highlyAvailable: false } } },
  },
  'shorter-backups': {
    fires: { services: { tracking: { backupRetentionDays: 8 } } },
    says: 'services.tracking.backupRetentionDays=7',
    silent: { services: { tracking: { backupRetentionDays: 7 } } },
  },
  'smaller-services': {
    fires: { services: { tracking: { size: 'large' } } },
    says: 'services.tracking.size=small',
    silent: { services: { tracking: { size: 'small' } } },
  },
  'no-read-replicas': {
    fires: { services: { databases: { postgres: { orders: { readReplicas: 2 }, other: {} } } } },
    says: 'services.databases.postgres.orders.readReplicas=0',
    silent: { services: { databases: { postgres: { other: {} } } } },
  },
  'single-nat': { fires: {}, says: 'natGateways=single', silent: { natGateways: 'single' } },
  'shorter-logs': {
    fires: { auditLogRetentionDays: 60 },
    says: 'auditLogRetentionDays=30',
    silent: { auditLogRetentionDays: 30 },
  },
  'no-threat-detection': {
    fires: {},
    says: 'governance.threatDetection=false',
    silent: { governance: { threatDetection: false } },
  },
  'no-record-of-changes': {
    fires: {},
    says: 'governance.configurationRecording=false',
    silent: { governance: { configurationRecording: false } },
  },
  'databases-in-the-cluster': {
    fires: { sites: [aws, { ...google, providers: { postgres: 'in-cluster' as const } }] },
    says: 'sites[0].providers.postgres=in-cluster sites[0].pools.general.maxNodes=24',
    silent: { sites: [{ ...aws, providers: { postgres: 'in-cluster' as const } }] },
  },
  'off-hours': {
    fires: {},
    says: 'offHours={"timeZone":"UTC","workingHours":[{"from":"07:00","until":"19:00"}]}',
    silent: { deletionProtection: false, offHours: week },
  },
  'more-off-hours': {
    fires: { deletionProtection: false, services: { tracking: {}, orchestration: {} }, offHours: week },
    says: 'offHours.services=["tracking","orchestration"]',
    silent: {
      deletionProtection: false,
      services: { tracking: {}, orchestration: {} },
      offHours: { ...week, keep: ['orchestration'] },
    },
  },
  'cheaper-recovery-tier': {
    fires: { recovery, sites: [aws, google] },
    says: ['recovery.tier=backup', 'recovery.tier=pilot-light', 'recovery.tier=warm-standby'],
    silent: {},
  },
  'standby-without-a-promise': {
    fires: { sites: [aws, google, azure] },
    says: ['sites[1]=', 'sites[2]='],
    silent: { recovery, sites: [aws, google] },
  },
};

it.each(Object.entries(cases))('%s is proposed where it may save, and not where there is nothing to say', (id, one) => {
  expect(proposed(id, one.fires)).toEqual([one.says].flat());
  expect(proposed(id, one.silent)).toEqual([]);
});

/** A cluster of one pool as large as the environment says, and pods that run there all month. */
const cluster = (vcpus: string, memory: string, replicas: number): PricedOutput => {
  const group = {
    instance_types: ['m7i.xlarge'],
    scaling_config: { min_size: 3, max_size: 12, desired_size: 3 },
    labels: { 'evenkeel.dev/pool': 'general' },
  };
  const resource = { aws_eks_cluster: { it: {} }, aws_eks_node_group: { general: group } };
  const json = { provider: { aws: [{ region: 'eu-west-1' }] }, resource } as unknown as StackJson;
  const containers = [{ resources: { requests: { cpu: vcpus, memory } } }];
  const manifest = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', namespace: 'ours' },
    spec: { replicas, template: { spec: { containers } } },
  };
  return {
    stacks: [{ site: 'test-aws-eu-west-1', stack: 'cluster', json }],
    objects: [{ site: 'test-aws-eu-west-1', manifest }],
  };
};

it('better-packed-machines are those that waste the least of what pods ask for, with as many vCPUs at most', () => {
  // One such pod fills the memory of a machine and leaves two thirds of its processors.
  expect(proposed('better-packed-machines', {}, cluster('1', '12Gi', 10))).toEqual(['pools.general.machine=memory-4']);
  // One such pod leaves half of a machine that is twice as large as it needs.
  expect(proposed('better-packed-machines', {}, cluster('1', '4Gi', 3))).toEqual([
    'pools.general.machine=general-2 pools.general.maxNodes=24',
  ]);
  // Three of them fill a machine.
  expect(proposed('better-packed-machines', {}, cluster('1100m', '4Gi', 36))).toEqual([]);
});

it('commitments are advised for what the bill says nothing covers, beside those that are stated', () => {
  const plan = { kind: 'compute-savings-plan', usdPerHour: 0.5, years: 1, payment: 'none' } as const;
  const advice = [{ cloud: 'aws' as const, commitment: plan, covers: 500, saves: 100 }];
  const uncovered = { ...bill, commitments: { listTotal: 0, held: [], coverage: [], advice } };
  const budget = { monthlyUsd: 9000, commitments: { aws: [{ ...plan, usdPerHour: 2 }] } };
  const propose = (input: Partial<EnvironmentInput>, of: Bill) =>
    advisors
      .find(({ id }) => id === 'commit-aws')
      ?.propose({
        environment: resolveEnvironment(environmentInput({ sites: [aws], ...input })),
        output: nothing,
        bill: of,
        book,
      });
  expect(propose({ budget }, uncovered)).toEqual([
    [{ path: 'budget.commitments.aws', value: [{ ...plan, usdPerHour: 2 }, plan] }],
  ]);
  expect(propose({ budget }, bill)).toEqual([]);
  expect(propose({}, uncovered)).toEqual([]);
});

it('every advisor has a case, and an id of its own', () => {
  const ids = advisors.map(({ id }) => id);
  const commits = ids.filter((id) => id.startsWith('commit-'));
  expect([...ids].sort()).toEqual([...Object.keys(cases), ...commits, 'better-packed-machines'].sort());
  expect(new Set(ids).size).toBe(ids.length);
});

it('what takes copies, backups, logs or detection away is asked only where nothing is protected or promised', () => {
  const safety = /highlyAvailable|[rR]etentionDays|readReplicas|natGateways|governance|providers|sites\[\d\]=/;
  for (const { id, losesSafety } of advisors) {
    const proposes =
      id === 'better-packed-machines' || id.startsWith('commit-') ? [] : proposed(id, cases[id]?.fires ?? {});
    if (proposes.some((edits) => safety.test(edits))) expect([id, losesSafety]).toEqual([id, true]);
  }
  const disposable = (input: Partial<EnvironmentInput>) => isDisposable(resolveEnvironment(environmentInput(input)));
  expect([
    disposable({ deletionProtection: false }),
    disposable({}),
    disposable({ deletionProtection: false, recovery }),
  ]).toEqual([true, false, false]);
});
