import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentRules } from '../../../environments/rules';
import type { EnvironmentInput } from '../../../environments/schema';
import { parseEnvironment } from '../../../environments/schema/parse-environment';
import { adoptedInputs, adoptedRegistries, ownImages } from '../../fixtures/adopted-sites';
import { automaticWords } from '../../fixtures/automatic-sites';
import { environmentInput, siteInputs } from '../../fixtures/environment';
import { reservedBefore } from '../../fixtures/reserved-sites';
import { sixSiteInputs } from '../../fixtures/six-sites';

const { aws, google, azure } = siteInputs;
const { awsSecond, azureSecond } = sixSiteInputs;

const brief = (overrides: Partial<EnvironmentInput>): string[] => {
  const { view } = parseEnvironment(environmentInput(overrides), '');
  return environmentRules.flatMap((rule) => rule(view)).map(({ code, place }) => `${code} ${place}`);
};

const names = {
  aws: 'test-aws-eu-west-1',
  google: 'test-google-europe-west1',
  azure: 'test-azure-westeurope',
} as const;
const local = { cloud: 'local' } as const;

const only = (site: object): Partial<EnvironmentInput> => ({ sites: [site as EnvironmentInput['sites'][number]] });

const far = { ...google, role: 'primary', region: 'europe-southwest1', pools: { gpu: { enabled: false } } };

const primary = (site: object): object => ({ ...site, role: 'primary' });

const automatic = automaticWords;
const issuer = 'https://id.example.com';
const signIn = {
  oidc: { issuer, clientId: 'site' },
  jwt: { issuer, audiences: ['ml'], jwksUri: `${issuer}/keys` },
};

const vpc = adoptedInputs.aws.network;
/** A site in an adopted VPC whose first subnet of databases is another one. */
const withData = (first: { readonly id?: string; readonly cidr?: string }): Partial<EnvironmentInput> => {
  const data = vpc.subnets.data.map((subnet, index) => (index === 0 ? { ...subnet, ...first } : subnet));
  return only({ ...aws, adopt: { network: { ...vpc, subnets: { ...vpc.subnets, data } } } });
};
const adoptedData = 'sites[0].adopt.network.subnets.data[0]';
const adoptedVpc = { ...aws, adopt: { network: vpc } };
const adoptedVnet = { ...azure, role: 'primary', adopt: { network: adoptedInputs.azure.network } };
const imported = { stack: 'network', to: 'aws_vpc.network_vpc_1', id: 'vpc-1' };
const servedBy = (access: 'programs' | 'service') => ({
  gateway: { ...signIn, edgeCertificate: 'entered' as const },
  serving: {
    models: { churn: { source: { from: 'registry' as const, model: 'churn', version: 1 }, access } },
  },
});
const organisationRole = 'arn:aws:iam::999999999999:role/guardrails';
const awsNext = { ...aws, role: 'standby', addressSlot: 1, region: 'eu-central-1' } as const;
const azureFirst = { ...azure, role: 'primary', pools: { gpu: { enabled: false } } } as const;
const googleFirst = { ...google, role: 'primary' } as const;
const googleNext = { ...google, addressSlot: 2, region: 'europe-west4' } as const;
const organisationTrail = { organisationId: 'o-a1b2c3d4e5' };
const served = servedBy('programs');
const edge = { routes: ['models/churn'] };

/** An environment that breaks a rule, what is found, and the nearest one that keeps it. */
const cases: readonly [string, Partial<EnvironmentInput>, readonly string[], Partial<EnvironmentInput>][] = [
  ['one primary', { sites: [aws, { ...google, role: 'primary' }] }, ['PRIMARY_COUNT sites'], { sites: [aws, google] }],
  [
    'days that every cloud can bring keys and secrets back',
    { secrets: { recoveryDays: 60 } },
    ['RECOVERY_DAYS secrets.recoveryDays'],
    { secrets: { recoveryDays: 30 } },
  ],
  [
    'the same secrets on every site that restores data of another',
    { sites: [aws, { ...google, providers: { secret: 'in-cluster' as const } }] },
    ['SECRETS_NOT_SHARED sites[1].providers.secret'],
    { sites: [{ ...aws, providers: { secret: 'in-cluster' as const } }] },
  ],
  [
    'days that a cloud alone can bring them back',
    { secrets: { recoveryDays: 121 }, sites: [{ ...google, role: 'primary' }] },
    ['RECOVERY_DAYS secrets.recoveryDays'],
    { secrets: { recoveryDays: 120 }, sites: [{ ...google, role: 'primary' }] },
  ],
  [
    'the age of a credential that a service asks for',
    {
      secrets: { credentials: { 'gateway-password': { changedOn: '2026-11-01', owner: 'ml-platform' } } },
      services: { gateway: signIn },
    },
    ['UNKNOWN_CREDENTIAL secrets.credentials.gateway-password'],
    {
      secrets: { credentials: { 'gateway-sign-in': { changedOn: '2026-11-01', owner: 'ml-platform' } } },
      services: { gateway: signIn },
    },
  ],
  [
    'no site twice',
    { sites: [aws, { ...aws, role: 'standby', addressSlot: 1 }] },
    ['DUPLICATE_SITE sites[1]'],
    { sites: [aws, { ...aws, role: 'standby', addressSlot: 1, region: 'eu-central-1', accountId: '123456789013' }] },
  ],
  [
    'rights of people hold in a whole project, whichever of its sites gives them',
    { sites: [googleFirst, { ...googleNext, people: { ...google.people, viewers: [] } }] },
    ['ACCOUNT_PEOPLE sites[1].people'],
    { sites: [googleFirst, googleNext] },
  ],
  [
    'sites in one account of AWS have people of their own',
    { sites: [aws, { ...awsNext, organisationTrail }] },
    ['ORGANISATION_TRAIL sites[1].organisationTrail'],
    {
      sites: [
        { ...aws, organisationTrail },
        { ...awsNext, people: { ...aws.people, viewers: [] } },
      ],
    },
  ],
  [
    'the first site of an account binds it',
    { governance: { guardrails: 'account' }, sites: [aws, { ...awsNext, organisationRole }] },
    ['GUARDRAILS_ROLE sites[0].organisationRole'],
    { governance: { guardrails: 'account' }, sites: [{ ...aws, organisationRole }, awsNext] },
  ],
  [
    'the trail of an organisation is kept once on a cloud',
    {
      sites: [
        { ...aws, organisationTrail },
        {
          ...aws,
          role: 'standby',
          addressSlot: 1,
          region: 'eu-central-1',
          accountId: '123456789013',
          organisationTrail,
        },
      ],
    },
    ['ORGANISATION_TRAIL sites[1].organisationTrail'],
    { sites: [{ ...aws, organisationTrail }] },
  ],
  [
    'the trail of an organisation is a trail of the site',
    { governance: { detection: 'organisation' }, sites: [{ ...aws, organisationTrail }] },
    ['ORGANISATION_TRAIL sites[0].organisationTrail'],
    { sites: [{ ...aws, organisationTrail }] },
  ],
  [
    'what is free to delete says why it keeps the trail of everybody',
    { deletionProtection: false, sites: [{ ...aws, organisationTrail }] },
    ['ORGANISATION_TRAIL sites[0].organisationTrail.because'],
    {
      deletionProtection: false,
      sites: [{ ...aws, organisationTrail: { ...organisationTrail, because: 'the organisation is a rehearsal' } }],
    },
  ],
  [
    'who keeps the trail of an organisation in a protected environment needs no reason',
    { sites: [{ ...aws, organisationTrail: { ...organisationTrail, because: 'the organisation is a rehearsal' } }] },
    ['ORGANISATION_TRAIL sites[0].organisationTrail.because'],
    { sites: [{ ...aws, organisationTrail }] },
  ],
  [
    'who may delete the trail of a protected environment says why',
    { governance: { trailRetention: 'administered' } },
    ['GOVERNANCE_CONFLICT governance.administeredBecause'],
    { governance: { trailRetention: 'administered', administeredBecause: 'the first month in this account' } },
  ],
  [
    'an environment that is free to delete locks nothing',
    { deletionProtection: false, governance: { trailRetention: 'locked' } },
    ['GOVERNANCE_CONFLICT governance.trailRetention'],
    { deletionProtection: false },
  ],
  [
    'a reason has something to explain',
    { governance: { administeredBecause: 'the first month in this account' } },
    ['GOVERNANCE_CONFLICT governance.administeredBecause'],
    {},
  ],
  [
    'nothing is said of what the organisation keeps',
    { governance: { detection: 'organisation', alertsTo: ['pager@example.com'], threatDetection: false } },
    ['GOVERNANCE_CONFLICT governance.alertsTo', 'GOVERNANCE_CONFLICT governance.threatDetection'],
    { governance: { detection: 'organisation' } },
  ],
  [
    'names fit',
    { name: 'a-very-long-name', ...only(far) },
    ['NAME_TOO_LONG name'],
    { name: 'a-very-long-n', ...only(far) },
  ],
  [
    'the window is long enough for every cloud',
    { maintenance: { window: { days: ['saturday'], hours: 8 } } },
    ['MAINTENANCE_WINDOW maintenance.window'],
    { maintenance: { window: { days: ['saturday'], hours: 12 } } },
  ],
  [
    'a freeze begins before it ends',
    { maintenance: { freezes: [{ from: '2027-01-04', until: '2026-12-18', reason: 'end of the year' }] } },
    ['MAINTENANCE_FREEZE maintenance.freezes[0]'],
    { maintenance: { freezes: [{ from: '2026-12-18', until: '2027-01-04', reason: 'end of the year' }] } },
  ],
  [
    'a freeze is not longer than engines put patches off',
    { maintenance: { freezes: [{ from: '2026-10-01', until: '2026-12-31', reason: 'a busy quarter' }] } },
    ['MAINTENANCE_FREEZE maintenance.freezes[0]'],
    { maintenance: { freezes: [{ from: '2026-10-01', until: '2026-12-30', reason: 'a busy quarter' }] } },
  ],
  [
    'no day is frozen twice',
    {
      maintenance: {
        freezes: [
          { from: '2026-12-01', until: '2026-12-20', reason: 'sales' },
          { from: '2026-12-19', until: '2027-01-04', reason: 'end of the year' },
        ],
      },
    },
    ['MAINTENANCE_FREEZE maintenance.freezes[1]'],
    {
      maintenance: {
        freezes: [
          { from: '2026-12-01', until: '2026-12-19', reason: 'sales' },
          { from: '2026-12-19', until: '2027-01-04', reason: 'end of the year' },
        ],
      },
    },
  ],
  [
    'a freeze lies within the support of the version',
    { maintenance: { freezes: [{ from: '2030-12-18', until: '2031-01-04', reason: 'end of the year' }] } },
    ['MAINTENANCE_FREEZE maintenance.freezes[0]'],
    {},
  ],
  ['regions exist', only({ ...aws, region: 'eu-west-9' }), ['UNKNOWN_REGION sites[0].region'], only(aws)],
  [
    'regions lie in the jurisdiction',
    only({ ...aws, region: 'us-east-1' }),
    ['OUTSIDE_JURISDICTION sites[0].region'],
    { jurisdiction: 'us', ...only({ ...aws, region: 'us-east-1' }) },
  ],
  [
    'regions have three zones',
    { jurisdiction: 'us', ...only({ ...aws, region: 'us-west-1', pools: { gpu: { enabled: false } } }) },
    ['REGION_ZONES sites[0].region'],
    { jurisdiction: 'us', ...only({ ...aws, region: 'us-west-2' }) },
  ],
  [
    'zones are of the region',
    only({ ...aws, zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-2a'] }),
    ['UNKNOWN_ZONE sites[0].zones'],
    only({ ...aws, zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] }),
  ],
  [
    'zones differ',
    only({ ...aws, zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1b'] }),
    ['REGION_ZONES sites[0].zones'],
    only({ ...aws, zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] }),
  ],
  [
    'no cloud has stopped to support the Kubernetes version',
    { kubernetesVersion: '1.33', ...only(primary(azure)) },
    ['KUBERNETES_SUPPORT kubernetesVersion'],
    { kubernetesVersion: '1.34', ...only(primary(azure)) },
  ],
  [
    'pools keep to what the account was granted',
    // Twelve system and eighteen general machines of four vCPUs, those of an upgrade included.
    only({ ...aws, quotas: { 'L-1216C47A': 119, 'L-34B43A08': 72 } }),
    ['QUOTA_EXCEEDED sites[0].quotas["L-1216C47A"]'],
    only({ ...aws, quotas: { 'L-1216C47A': 120, 'L-34B43A08': 72 } }),
  ],
  [
    'granted quotas are ones of the cloud',
    only({ ...aws, quotas: { 'L-1216C47B': 500 } }),
    ['UNKNOWN_QUOTA sites[0].quotas["L-1216C47B"]'],
    only({ ...aws, quotas: { 'L-1216C47A': 500 } }),
  ],
  [
    'every cloud offers the Kubernetes version',
    { kubernetesVersion: '1.37', sites: [aws, azure] },
    ['KUBERNETES_VERSION kubernetesVersion'],
    { kubernetesVersion: '1.35', sites: [aws, azure] },
  ],
  [
    'the supernet is private',
    { addresses: { supernet: '11.0.0.0/8' } },
    ['ADDRESS_PUBLIC addresses.supernet'],
    { addresses: { supernet: '10.128.0.0/9' } },
  ],
  [
    'the supernet starts private and stays so',
    { addresses: { supernet: '172.16.0.0/11' } },
    ['ADDRESS_PUBLIC addresses.supernet'],
    { addresses: { supernet: '10.16.0.0/12' } },
  ],
  [
    'the supernet is large enough',
    { addresses: { supernet: '10.0.0.0/13' } },
    ['ADDRESS_SPACE addresses.supernet'],
    { addresses: { supernet: '10.0.0.0/12' } },
  ],
  [
    'slots are in the supernet',
    { addresses: { supernet: '10.0.0.0/12' }, ...only({ ...aws, addressSlot: 4 }) },
    ['ADDRESS_SLOT sites[0].addressSlot'],
    { addresses: { supernet: '10.0.0.0/12' }, ...only({ ...aws, addressSlot: 3 }) },
  ],
  [
    'no slot twice',
    { sites: [aws, { ...google, addressSlot: 0 }] },
    ['ADDRESS_OVERLAP sites[1].addressSlot'],
    { sites: [aws, google] },
  ],
  [
    'no block that the cloud keeps',
    { addresses: { supernet: '172.16.0.0/12' }, ...only(aws) },
    ['ADDRESS_RESERVED sites[0].addressSlot'],
    { addresses: { supernet: '172.16.0.0/12' }, ...only({ ...aws, addressSlot: 1 }) },
  ],
  [
    'operators come from outside',
    { operatorCidrs: ['10.3.0.0/16'] },
    ['ADDRESS_OVERLAP operatorCidrs[0]'],
    { operatorCidrs: ['192.168.0.0/16'] },
  ],
  [
    'pool bounds are in order',
    { ...only(aws), pools: { general: { minNodes: 5, maxNodes: 4 } } },
    ['NODE_POOL_RANGE pools.general.minNodes'],
    { ...only(aws), pools: { general: { minNodes: 5, maxNodes: 5 } } },
  ],
  [
    'machines exist',
    only({ ...aws, pools: { general: { machine: 'm99.huge' } } }),
    ['UNKNOWN_MACHINE sites[0].pools.general.machine'],
    only({ ...aws, pools: { general: { machine: 'm7i.xlarge' } } }),
  ],
  [
    'the region offers the GPU',
    only({ ...aws, pools: { gpu: { machine: 'gpu-h100' } } }),
    ['GPU_NOT_OFFERED sites[0].pools.gpu.machine'],
    only({ ...aws, pools: { gpu: { machine: 'gpu-h100', enabled: false } } }),
  ],
  [
    'the GPU pool has GPUs',
    { ...only(aws), pools: { gpu: { machine: 'general-4' } } },
    ['GPU_MISSING pools.gpu.machine'],
    { ...only(aws), pools: { gpu: { machine: 'gpu-t4' } } },
  ],
  [
    'machines have the fast disks that a pool wants',
    { ...only(aws), pools: { spot: { machine: 'm7a.xlarge', scratch: true } } },
    ['POOL_SCRATCH pools.spot.scratch'],
    { ...only(aws), pools: { spot: { machine: 'general-4', scratch: true } } },
  ],
  [
    'the pod range has room',
    { ...only(aws), pools: { general: { maxNodes: 300 } } },
    ['POD_RANGE_FULL sites[0].pools'],
    { ...only(aws), pools: { general: { maxNodes: 200 } } },
  ],
  [
    'a cloud has its pools all automatic, or none',
    { ...only(primary(azure)), pools: { ...automatic, spot: { provisioning: 'autoscaled' } } },
    ['POOL_PROVISIONING sites[0].pools'],
    { ...only({ ...primary(azure), pools: { provisioning: 'autoscaled' } }), pools: automatic },
  ],
  [
    'a cloud whose machines without a class have no key has an automatic general pool',
    { ...only(primary(google)), pools: { ...automatic, general: { provisioning: 'autoscaled' } } },
    ['POOL_PROVISIONING sites[0].pools'],
    { ...only(primary(google)), pools: { ...automatic, spot: { provisioning: 'autoscaled' } } },
  ],
  [
    'machines are replaced at an age where the cloud minds disruption budgets',
    { sites: [aws, google], pools: { ...automatic, general: { automatic: { expireHours: 336 } } } },
    ['POOL_WORD pools.general.automatic.expireHours'],
    { sites: [{ ...aws, pools: { general: { automatic: { expireHours: 336 } } } }, google], pools: automatic },
  ],
  [
    'a share of a pool is interruptible where the cloud can hold it',
    { ...only({ ...primary(google), pools: { general: { automatic: { spotPercent: 30 } } } }), pools: automatic },
    ['POOL_WORD sites[0].pools.general.automatic.spotPercent'],
    { ...only({ ...aws, pools: { general: { automatic: { spotPercent: 30 } } } }), pools: automatic },
  ],
  [
    'disks of made machines are no larger than the cloud makes them',
    { ...only({ ...primary(azure), pools: { spot: { diskGiB: 4000 } } }), pools: automatic },
    ['POOL_WORD sites[0].pools.spot.diskGiB'],
    { ...only({ ...aws, pools: { spot: { diskGiB: 4000 } } }), pools: automatic },
  ],
  [
    'an automatic GPU pool has a limit',
    { ...only(aws), pools: { provisioning: 'automatic' } },
    ['POOL_GPU_LIMIT pools.gpu.automatic.maxGpus'],
    { ...only(aws), pools: { provisioning: 'automatic', gpu: { provisioning: 'autoscaled' } } },
  ],
  [
    'services do not all run on interruptible machines',
    { ...only(aws), pools: { ...automatic, general: { automatic: { spotPercent: 100 } } } },
    ['POOL_SPOT_ONLY pools.general.automatic.spotPercent'],
    { ...only(aws), pools: { ...automatic, general: { automatic: { spotPercent: 80 } } } },
  ],
  [
    'there are machines for what makes machines',
    { ...only(aws), pools: { ...automatic, system: { minNodes: 1 } } },
    ['POOL_SYSTEM_EMPTY pools.system.minNodes'],
    { ...only(aws), pools: { ...automatic, system: { minNodes: 2 } } },
  ],
  [
    'an automatic pool has some machine',
    { ...only(aws), pools: { ...automatic, general: { machine: 'general-16', automatic: { maxMachineVcpus: 8 } } } },
    ['POOL_NO_MACHINE pools.general.automatic.families'],
    { ...only(aws), pools: { ...automatic, general: { machine: 'general-16', automatic: { maxMachineVcpus: 16 } } } },
  ],
  [
    'an automatic GPU pool has some machine',
    { ...only(primary(azure)), pools: { ...automatic, gpu: { automatic: { maxGpus: 4, gpus: ['l4'] } } } },
    ['POOL_NO_MACHINE pools.gpu.automatic.gpus'],
    { ...only(primary(azure)), pools: { ...automatic, gpu: { automatic: { maxGpus: 4, gpus: ['t4'] } } } },
  ],
  [
    'the region offers every GPU of an automatic pool',
    { ...only(aws), pools: { ...automatic, gpu: { automatic: { maxGpus: 4, gpus: ['a10', 'l4'] } } } },
    ['GPU_NOT_OFFERED pools.gpu.automatic.gpus'],
    { ...only(aws), pools: { ...automatic, gpu: { automatic: { maxGpus: 4, gpus: ['a10', 't4'] } } } },
  ],
  [
    'bounds hold one machine',
    { ...only(aws), pools: { ...automatic, general: { automatic: { maxVcpus: 3, maxMemoryGiB: 8 } } } },
    ['POOL_BOUNDS pools.general.automatic.maxVcpus', 'POOL_BOUNDS pools.general.automatic.maxMemoryGiB'],
    { ...only(aws), pools: { ...automatic, general: { automatic: { maxVcpus: 4, maxMemoryGiB: 16 } } } },
  ],
  [
    'bounds hold the GPUs of one machine',
    { ...only(aws), pools: { ...automatic, gpu: { machine: 'gpu-a100', automatic: { maxGpus: 4 } } } },
    ['POOL_BOUNDS pools.gpu.automatic.maxGpus'],
    { ...only(aws), pools: { ...automatic, gpu: { machine: 'gpu-a100', automatic: { maxGpus: 8 } } } },
  ],
  [
    'a GPU is cut into parts that can be',
    { ...only(aws), pools: { gpu: { machine: 'gpu-a10', sharing: { by: 'mig', podsPerGpu: 7 } } } },
    ['GPU_SHARING pools.gpu.sharing.by'],
    { ...only(aws), pools: { gpu: { machine: 'gpu-a10', sharing: { by: 'time-slicing', podsPerGpu: 7 } } } },
  ],
  [
    'a GPU is cut into as many equal parts as there can be',
    { ...only(aws), pools: { gpu: { machine: 'gpu-a100', sharing: { by: 'mig', podsPerGpu: 4 } } } },
    ['GPU_SHARING pools.gpu.sharing.podsPerGpu'],
    { ...only(aws), pools: { gpu: { machine: 'gpu-a100', sharing: { by: 'mig', podsPerGpu: 3 } } } },
  ],
  [
    'what makes machines for pods can count the GPUs that they share',
    {
      ...only(aws),
      pools: { ...automatic, gpu: { automatic: { maxGpus: 1 }, sharing: { by: 'time-slicing', podsPerGpu: 2 } } },
    },
    ['GPU_SHARING pools.gpu.sharing'],
    {
      ...only(aws),
      pools: { ...automatic, gpu: { provisioning: 'autoscaled', sharing: { by: 'time-slicing', podsPerGpu: 2 } } },
    },
  ],
  [
    'machines are reserved in zones of the site',
    { ...only(aws), pools: { gpu: { reservation: { zones: ['eu-west-1a', 'eu-west-2a'] } } } },
    ['RESERVATION_ZONE pools.gpu.reservation.zones'],
    { ...only(aws), pools: { gpu: { reservation: { zones: ['eu-west-1a', 'eu-west-1b'] } } } },
  ],
  [
    'machines are reserved in zones that have them',
    only(primary({ ...google, pools: { gpu: { reservation: { zones: ['europe-west1-d'] } } } })),
    ['RESERVATION_ZONE sites[0].pools.gpu.reservation.zones'],
    only(primary({ ...google, pools: { gpu: { reservation: {} } } })),
  ],
  [
    'services are reserved machines in every zone',
    { ...only(aws), pools: { general: { reservation: { zones: ['eu-west-1a'] } } } },
    ['RESERVATION_ZONE pools.general.reservation.zones'],
    { ...only(aws), pools: { ...automatic, general: { reservation: { zones: ['eu-west-1a'] } } } },
  ],
  [
    'no more machines are reserved than a pool may have',
    { ...only(aws), pools: { gpu: { maxNodes: 5, reservation: { machinesPerZone: 2 } } } },
    ['RESERVATION_SIZE pools.gpu.reservation.machinesPerZone'],
    { ...only(aws), pools: { gpu: { maxNodes: 6, reservation: { machinesPerZone: 2 } } } },
  ],
  [
    'no more machines are reserved than an automatic pool may make',
    {
      ...only(aws),
      pools: { ...automatic, gpu: { machine: 'g5.12xlarge', automatic: { maxGpus: 11 }, reservation: {} } },
    },
    ['RESERVATION_SIZE pools.gpu.reservation.machinesPerZone'],
    {
      ...only(aws),
      pools: { ...automatic, gpu: { machine: 'g5.12xlarge', automatic: { maxGpus: 12 }, reservation: {} } },
    },
  ],
  [
    'a pool that gets nothing beside its reservation does not count on more',
    {
      ...only(primary(google)),
      pools: { gpu: { maxNodes: 4, reservation: { machinesPerZone: 1, existing: ['gpus'] } } },
    },
    ['RESERVATION_SIZE pools.gpu.reservation.existing'],
    {
      ...only(primary(google)),
      pools: { gpu: { maxNodes: 2, reservation: { machinesPerZone: 1, existing: ['gpus'] } } },
    },
  ],
  [
    'what makes machines for pods can take reserved ones',
    { ...only(primary(azure)), pools: { ...automatic, general: { reservation: {} } } },
    ['RESERVATION_UNUSED pools.general.reservation'],
    { ...only(primary(azure)), pools: { ...automatic, general: { reservation: { machinesPerZone: 0 } } } },
  ],
  [
    'an automatic pool may make the machines that are reserved for it',
    {
      ...only(aws),
      pools: { ...automatic, gpu: { machine: 'gpu-t4', automatic: { maxGpus: 4, gpus: ['a10'] }, reservation: {} } },
    },
    ['RESERVATION_UNUSED pools.gpu.reservation'],
    {
      ...only(aws),
      pools: {
        ...automatic,
        gpu: { machine: 'gpu-t4', automatic: { maxGpus: 4, gpus: ['a10', 't4'] }, reservation: {} },
      },
    },
  ],
  [
    'nothing interruptible comes before what is reserved',
    { ...only(aws), pools: { ...automatic, general: { automatic: { spotPercent: 40 }, reservation: {} } } },
    ['RESERVATION_UNUSED pools.general.reservation'],
    { ...only(aws), pools: { ...automatic, general: { reservation: {} } } },
  ],
  [
    'reservations have names of their cloud',
    { ...only(aws), pools: { gpu: { reservation: { existing: ['gpus'] } } } },
    ['RESERVATION_NAME pools.gpu.reservation.existing'],
    { ...only(aws), pools: { gpu: { reservation: { existing: [...reservedBefore.aws] } } } },
  ],
  [
    'reservations are in the region of the site',
    {
      ...only({ ...aws, region: 'eu-west-3' }),
      pools: { gpu: { reservation: { existing: [reservedBefore.aws[1]] } } },
    },
    ['RESERVATION_NAME pools.gpu.reservation.existing'],
    {
      ...only({ ...aws, region: 'eu-west-3' }),
      pools: { gpu: { reservation: { existing: [reservedBefore.aws[0]] } } },
    },
  ],
  [
    'a pool takes as many reservations as its cloud lets it',
    {
      ...only(primary(azure)),
      pools: { gpu: { reservation: { existing: [...reservedBefore.azure, `${reservedBefore.azure[0]}-2`] } } },
    },
    ['RESERVATION_NAME pools.gpu.reservation.existing'],
    { ...only(primary(azure)), pools: { gpu: { reservation: { existing: [...reservedBefore.azure] } } } },
  ],
  [
    'a group of reservations is in the subscription of the site',
    {
      ...only(primary({ ...azure, subscriptionId: '00000000-0000-4000-8000-00000000000f' })),
      pools: { gpu: { reservation: { existing: [...reservedBefore.azure] } } },
    },
    ['RESERVATION_NAME pools.gpu.reservation.existing'],
    { ...only(primary(azure)), pools: { gpu: { reservation: { existing: [...reservedBefore.azure] } } } },
  ],
  [
    'the pod range has room for the machines of automatic pools',
    { ...only(aws), pools: { ...automatic, general: { automatic: { maxVcpus: 1200, maxMemoryGiB: 4800 } } } },
    ['POD_RANGE_FULL sites[0].pools'],
    { ...only(aws), pools: { ...automatic, general: { machine: 'general-16', automatic: { maxVcpus: 1200 } } } },
  ],
  [
    'a service can keep its objectives',
    { ...only(aws), services: { tracking: { objectives: { p95Ms: 5, availabilityPercent: 99.999 } } } },
    [
      'OBJECTIVE_UNREACHABLE services.tracking.objectives.availabilityPercent',
      'OBJECTIVE_UNREACHABLE services.tracking.objectives.p95Ms',
    ],
    { ...only(aws), services: { tracking: { objectives: { p95Ms: 200, availabilityPercent: 99.9 } } } },
  ],
  [
    'servers of a protected environment rest only where that is meant',
    { ...only(aws), services: { tracking: {}, scaling: { offHours: { services: ['tracking'] } } } },
    ['SERVICE_CONFLICT services.scaling.offHours'],
    {
      ...only(aws),
      services: { tracking: {}, scaling: { offHours: { services: ['tracking'], evenWhereProtected: true } } },
    },
  ],
  [
    'somebody asks people who they are before they see restricted data',
    { ...only(aws), dataClass: 'restricted', services: { tracking: {} } },
    ['SERVICE_CONFLICT services.tracking.authentication'],
    { ...only(aws), dataClass: 'restricted', services: { tracking: { authentication: 'basic' } } },
  ],
  [
    'what was asked about people lies under a key of its own where data is restricted',
    { ...only(aws), dataClass: 'restricted', services: { serving: { trail: {}, ownKey: false } } },
    ['SERVICE_CONFLICT services.serving.trail.inputs'],
    { ...only(aws), dataClass: 'restricted', services: { serving: { trail: { inputs: false }, ownKey: false } } },
  ],
  [
    'a limit of users is for a route whose users are known, and settings of a route for one that is there',
    {
      ...only(aws),
      services: {
        tracking: {},
        gateway: {
          ...signIn,
          userLimit: { routes: { mlflow: { requestsPerMinute: 5 }, models: { requestsPerMinute: 5 } } },
          waf: {
            reviewed: '2026-11-01',
            exemptions: [{ route: 'mlflo', reason: 'uploads of code', until: '2026-12-01' }],
          },
        },
      },
    },
    [
      'SERVICE_CONFLICT services.gateway.userLimit.routes.mlflow',
      'SERVICE_CONFLICT services.gateway.userLimit.routes.models',
      'SERVICE_CONFLICT services.gateway.waf.exemptions.0.route',
    ],
    {
      ...only(aws),
      services: {
        tracking: {},
        gateway: {
          ...signIn,
          userLimit: { routes: { mlflow: { requestsPerMinute: 5, header: 'x-tenant' } } },
          waf: {
            reviewed: '2026-11-01',
            exemptions: [{ route: 'mlflow', reason: 'uploads of code', until: '2026-12-01' }],
          },
        },
      },
    },
  ],
  [
    'links join sites that are there',
    { interconnect: { links: [{ between: [names.aws, 'test-aws-eu-west-3'] }] } },
    ['UNKNOWN_SITE interconnect.links[0].between'],
    { interconnect: { links: [{ between: [names.aws, names.google] }] } },
  ],
  [
    'links join two sites, each pair once',
    {
      interconnect: {
        links: [
          { between: [names.aws, names.aws] },
          { between: [names.aws, names.google] },
          { between: [names.google, names.aws] },
        ],
      },
    },
    ['INTERCONNECT_SITE interconnect.links[0].between', 'INTERCONNECT_SITE interconnect.links[2].between'],
    { interconnect: { links: [{ between: [names.google, names.aws] }, { between: [names.google, names.azure] }] } },
  ],
  [
    'links need sites with a network',
    {
      interconnect: { links: [{ between: [names.aws, 'test-local'] }] },
      sites: [aws, google, { ...local, role: 'standby' }],
    },
    ['INTERCONNECT_SITE interconnect.links[0].between'],
    {
      interconnect: { links: [{ between: [names.aws, names.google] }] },
      sites: [aws, google, { ...local, role: 'standby' }],
    },
  ],
  [
    'one site has nothing to be joined to',
    { interconnect: {}, ...only(aws) },
    ['INTERCONNECT_SITE interconnect.links'],
    only(aws),
  ],
  [
    'sites on one cloud that are joined are in one tenant of it',
    { interconnect: {}, sites: [aws, azure, { ...azureSecond, tenantId: '00000000-0000-4000-8000-000000000009' }] },
    ['INTERCONNECT_TENANT interconnect.links'],
    { interconnect: {}, sites: [aws, azure, azureSecond] },
  ],
  [
    'sites on one cloud that are joined have ranges of their own',
    { interconnect: {}, sites: [aws, { ...awsSecond, addressSlot: 0 }] },
    ['ADDRESS_OVERLAP sites[1].addressSlot'],
    { interconnect: {}, sites: [aws, awsSecond] },
  ],
  [
    'a peering needs neither a BGP number nor addresses inside tunnels',
    { interconnect: { asns: { [names.azure]: 65_515 } }, sites: [aws, azure, { ...azureSecond, addressSlot: 9 }] },
    ['INTERCONNECT_ADDRESSES interconnect.links', `INTERCONNECT_ASN interconnect.asns.${names.azure}`],
    {
      interconnect: { asns: { [names.azure]: 65_515 } },
      sites: [
        { ...azure, role: 'primary' },
        { ...azureSecond, addressSlot: 9 },
      ],
    },
  ],
  [
    'joined sites have ranges of their own',
    { interconnect: {}, sites: [aws, { ...google, addressSlot: 0 }] },
    ['ADDRESS_OVERLAP sites[1].addressSlot'],
    { interconnect: {}, sites: [aws, google] },
  ],
  [
    'tunnels have addresses inside',
    { interconnect: {}, sites: [aws, { ...azure, addressSlot: 9 }] },
    ['INTERCONNECT_ADDRESSES interconnect.links'],
    { interconnect: {}, sites: [aws, { ...azure, addressSlot: 7 }] },
  ],
  [
    'gateways are in the networks of their sites',
    { interconnect: { gatewayAddresses: { [names.google]: ['10.4.3.2', '10.8.3.2'], 'test-aws': ['10.0.0.9'] } } },
    [
      `INTERCONNECT_GATEWAY interconnect.gatewayAddresses.${names.google}`,
      'UNKNOWN_SITE interconnect.gatewayAddresses',
    ],
    { interconnect: { gatewayAddresses: { [names.google]: ['10.4.3.2'], [names.aws]: ['10.0.0.9'] } } },
  ],
  [
    'joined sites have BGP numbers of their own',
    { interconnect: { asns: { [names.google]: 64_600, [names.azure]: 65_515, 'test-local': 64_900 } } },
    [
      'UNKNOWN_SITE interconnect.asns',
      `INTERCONNECT_ASN interconnect.asns.${names.google}`,
      `INTERCONNECT_ASN interconnect.asns.${names.azure}`,
    ],
    { interconnect: { firstAsn: 64_900, asns: { [names.google]: 64_600 } } },
  ],
  [
    'adopted subnets lie in the range',
    withData({ cidr: '172.31.0.0/24' }),
    [`ADOPT_RANGE ${adoptedData}`],
    withData({}),
  ],
  ['adopted subnets have room', withData({ cidr: '172.20.48.0/29' }), [`ADOPT_TOO_SMALL ${adoptedData}`], withData({})],
  [
    'adopted subnets have one purpose each',
    withData({ id: vpc.subnets.nodes[0]?.id }),
    [`ADOPT_TWICE ${adoptedData}`],
    withData({}),
  ],
  [
    'adopted things lie where the site lies',
    only({ ...aws, adopt: { keys: { data: adoptedInputs.aws.keys.data.replace('eu-west-1', 'eu-west-3') } } }),
    ['ADOPT_PLACE sites[0].adopt.keys.data'],
    only({ ...aws, adopt: { keys: { data: adoptedInputs.aws.keys.data } } }),
  ],
  [
    'adopted registries have repositories that can be looked at',
    only({ ...aws, adopt: { registry: adoptedRegistries.aws } }),
    ['ADOPT_REGISTRY sites[0].adopt.registry'],
    { ...only({ ...aws, adopt: { registry: adoptedRegistries.aws } }), ...ownImages },
  ],
  [
    'adopted networks are joined by their owner',
    { interconnect: {}, sites: [adoptedVpc, google] as EnvironmentInput['sites'] },
    ['ADOPT_INTERCONNECT sites[0].adopt.network'],
    { sites: [adoptedVpc, google] as EnvironmentInput['sites'] },
  ],
  [
    'somebody comes into an adopted network of Azure',
    only(adoptedVnet),
    ['ADOPT_NO_WAY_IN operatorCidrs'],
    { ...only(adoptedVnet), operatorCidrs: ['192.168.0.0/24'] },
  ],
  [
    'imports have addresses of their own',
    only({ ...aws, import: [imported, imported] }),
    ['IMPORT_TWICE sites[0].import[1]'],
    only({ ...aws, import: [imported] }),
  ],
  [
    'an account is shared with others',
    { sites: [{ ...siteInputs.aws, sharesAccount: { with: ['test'], because: 'a sandbox beside it' } }] },
    ['ACCOUNT_SHARED_WITH sites[0].sharesAccount.with'],
    { sites: [{ ...siteInputs.aws, sharesAccount: { with: ['other'], because: 'a sandbox beside it' } }] },
  ],
  [
    'an account of AWS is bound by its organisation',
    { governance: { guardrails: 'account' } },
    ['GUARDRAILS_ROLE sites[0].organisationRole'],
    {
      governance: { guardrails: 'account' },
      sites: [{ ...siteInputs.aws, organisationRole: 'arn:aws:iam::999999999999:role/guardrails' }],
    },
  ],
  [
    'public routes are there, and guarded',
    {
      edge: { routes: ['models/churn', 'models/none'] },
      services: { ...served, gateway: { edgeCertificate: 'entered' } },
    },
    ['EDGE_ROUTE edge.routes', 'EDGE_ROUTE edge.routes[1]'],
    { edge, services: served },
  ],
  [
    'a route that lets everybody through is not public',
    { edge: { routes: ['models/churn'] }, services: servedBy('service') },
    ['EDGE_ROUTE edge.routes[0]'],
    { edge, services: servedBy('programs') },
  ],
  [
    "hosts of services are not the edge's own",
    {
      edge: { routes: ['edge-models/churn'] },
      services: { ...served, serving: { ...served.serving, host: 'edge-models' } },
    },
    ['EDGE_ROUTE edge.routes[0]'],
    { edge, services: served },
  ],
  [
    'an edge is on clouds, one site on each',
    {
      edge,
      services: served,
      sites: [aws, { ...aws, role: 'standby', addressSlot: 3, region: 'eu-central-1', accountId: '210987654321' }],
    },
    ['EDGE_SITE edge'],
    { edge, services: served, sites: [aws, google] },
  ],
  [
    'the public zone is in the account of a site',
    { edge: { ...edge, dns: { by: 'azure' } }, services: served, sites: [aws, google] },
    ['EDGE_DNS edge.dns.by'],
    { edge: { ...edge, dns: { by: 'azure' } }, services: served },
  ],
  [
    'the zone above can delegate',
    { edge: { ...edge, dns: { parent: { zone: 'example.org', id: 'example-org' } } }, services: served },
    ['EDGE_DNS edge.dns.parent.zone', 'EDGE_DNS edge.dns.parent.id'],
    { edge: { ...edge, dns: { parent: { zone: 'ml.example.com', id: 'Z0123456789' } } }, services: served },
  ],
  [
    'names follow health checks where the DNS can',
    { edge: { ...edge, dns: { by: 'google' } }, services: served },
    ['EDGE_FAILOVER edge.failover'],
    { edge: { ...edge, dns: { by: 'google' }, failover: 'manual' }, services: served },
  ],
  [
    'a paid level of protection is there to buy',
    { edge: { ...edge, ddos: 'advanced' }, services: served },
    ['EDGE_DDOS edge.ddos'],
    { edge: { ...edge, ddos: 'advanced' }, services: served, sites: [aws, google] },
  ],
  [
    'an edge reaches its site privately',
    { edge, services: served, sites: [{ ...azureFirst, region: 'polandcentral' }] },
    ['EDGE_REGION sites[0].region'],
    { edge, services: served, sites: [azureFirst] },
  ],
  [
    'every edge believes the gateway',
    { edge, services: { ...served, gateway: signIn } },
    ['EDGE_CERTIFICATE services.gateway.edgeCertificate'],
    { edge, services: { ...served, gateway: signIn }, sites: [aws, google] },
  ],
  [
    'the active site is one of the environment, and gateways are in the networks of their sites',
    { edge: { ...edge, active: 'test-aws', gatewayAddresses: { [names.aws]: ['10.4.3.2'] } }, services: served },
    ['UNKNOWN_SITE edge.active', `EDGE_GATEWAY edge.gatewayAddresses.${names.aws}`],
    { edge: { ...edge, active: names.google, gatewayAddresses: { [names.aws]: ['10.0.3.2'] } }, services: served },
  ],
];

describe.each(cases)('%s', (_rule, broken, expected, kept) => {
  it('is found when broken', () => expect(brief(broken)).toEqual(expected));
  it('is silent when kept', () => expect(brief(kept)).toEqual([]));
});

it('every code of every rule is shown to fire', () => {
  const folder = join(__dirname, '..', '..', '..', 'environments', 'rules');
  const codes = readdirSync(folder).flatMap((name) =>
    [...readFileSync(join(folder, name), 'utf8').matchAll(/code: '([A-Z_]+)'/g)].map((match) => match[1]),
  );
  const fired = cases.flatMap(([, , expected]) => expected.map((text) => text.split(' ')[0]));
  expect([...new Set(fired)].sort()).toEqual([...new Set(codes)].sort());
});

it('the rules look only at what is sound', () => {
  const { view } = parseEnvironment({}, '');
  expect(environmentRules.flatMap((rule) => rule(view))).toEqual([]);
});

it('a local site asks nothing of clouds', () =>
  expect(brief({ sites: [{ cloud: 'local' }], kubernetesVersion: '1.99' })).toEqual([]));
