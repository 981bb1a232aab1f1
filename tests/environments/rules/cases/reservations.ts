import { reservedBefore } from '../../../fixtures/reserved-sites';
import { automatic, aws, azure, google, only, primary, type RuleCase } from './words';

export const reservationsCases: readonly RuleCase[] = [
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
];
