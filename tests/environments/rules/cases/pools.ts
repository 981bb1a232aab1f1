import { automatic, aws, azure, google, only, primary, type RuleCase } from './words';

export const poolsCases: readonly RuleCase[] = [
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
];
