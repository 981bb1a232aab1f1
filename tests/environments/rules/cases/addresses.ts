import { automatic, aws, awsSecond, google, only, type RuleCase } from './words';

export const addressesCases: readonly RuleCase[] = [
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
    'the pod range has room',
    { ...only(aws), pools: { general: { maxNodes: 300 } } },
    ['POD_RANGE_FULL sites[0].pools'],
    { ...only(aws), pools: { general: { maxNodes: 200 } } },
  ],
  [
    'the pod range has room for the machines of automatic pools',
    { ...only(aws), pools: { ...automatic, general: { automatic: { maxVcpus: 1200, maxMemoryGiB: 4800 } } } },
    ['POD_RANGE_FULL sites[0].pools'],
    { ...only(aws), pools: { ...automatic, general: { machine: 'general-16', automatic: { maxVcpus: 1200 } } } },
  ],
  [
    'sites on one cloud that are joined have ranges of their own',
    { interconnect: {}, sites: [aws, { ...awsSecond, addressSlot: 0 }] },
    ['ADDRESS_OVERLAP sites[1].addressSlot'],
    { interconnect: {}, sites: [aws, awsSecond] },
  ],
  [
    'joined sites have ranges of their own',
    { interconnect: {}, sites: [aws, { ...google, addressSlot: 0 }] },
    ['ADDRESS_OVERLAP sites[1].addressSlot'],
    { interconnect: {}, sites: [aws, google] },
  ],
];
