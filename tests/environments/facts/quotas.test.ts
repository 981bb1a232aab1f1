import { type Cloud, cloudFacts } from '../../../environments/facts';
import { cloudQuotas, markets, quotaKey } from '../../../environments/facts/quotas';

const clouds = Object.keys(cloudQuotas) as Cloud[];

describe.each(clouds)('quotas of %s', (cloud) => {
  const { all, ofMachine, surge } = cloudQuotas[cloud];

  it('have one name each, a source and the day it was read', () => {
    const keys = all.map(quotaKey);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { source, asOf } of all) {
      expect(source).toMatch(/^[a-z.]+\.[a-z]+\//);
      expect(asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });

  it('count every machine that an environment can name, in both markets', () => {
    for (const [type, machine] of Object.entries(cloudFacts[cloud].machines)) {
      for (const market of markets) {
        const counted = ofMachine(type, machine, market);
        expect({ type, market, counted: counted.length > 0 }).toEqual({ type, market, counted: true });
        for (const { quota } of counted) expect(all).toContain(quota);
      }
    }
  });

  it('start at nothing for every machine with a GPU', () => {
    for (const [type, machine] of Object.entries(cloudFacts[cloud].machines)) {
      if (!machine.gpu) continue;
      const least = Math.min(...ofMachine(type, machine, 'on-demand').map(({ quota }) => quota.newAccount));
      expect({ type, least }).toEqual({ type, least: 0 });
    }
  });

  it('know machines beyond the bounds of a pool', () =>
    expect(surge({ maxNodes: 30, spot: false })).toBeGreaterThan(0));
});

/** Codes as each cloud's own tools take them. */
it.each<[Cloud, string, 'on-demand' | 'spot', readonly string[]]>([
  ['aws', 'm7i.xlarge', 'on-demand', ['L-1216C47A']],
  ['aws', 'm7g.xlarge', 'spot', ['L-34B43A08']],
  ['aws', 'g5.xlarge', 'on-demand', ['L-DB2E81BA']],
  ['aws', 'g6.xlarge', 'spot', ['L-3819A6DF']],
  ['aws', 'p5.48xlarge', 'on-demand', ['L-417A185B']],
  ['aws', 'p4d.24xlarge', 'spot', ['L-7212CCBC']],
  [
    'google',
    'n4-standard-8',
    'on-demand',
    ['CPUS-PER-VM-FAMILY-per-project-region vm_family=N4', 'CPUS-ALL-REGIONS-per-project'],
  ],
  ['google', 'e2-standard-4', 'on-demand', ['CPUS-per-project-region', 'CPUS-ALL-REGIONS-per-project']],
  ['google', 'n4-standard-8', 'spot', ['PREEMPTIBLE-CPUS-per-project-region', 'CPUS-ALL-REGIONS-per-project']],
  [
    'google',
    'g2-standard-4',
    'on-demand',
    [
      'CPUS-per-project-region',
      'CPUS-ALL-REGIONS-per-project',
      'NVIDIA-L4-GPUS-per-project-region',
      'GPUS-ALL-REGIONS-per-project',
    ],
  ],
  [
    'google',
    'a3-highgpu-8g',
    'on-demand',
    ['GPUS-PER-GPU-FAMILY-per-project-region gpu_family=NVIDIA_H100', 'GPUS-ALL-REGIONS-per-project'],
  ],
  ['azure', 'Standard_D8s_v6', 'on-demand', ['StandardDsv6Family', 'cores']],
  ['azure', 'Standard_E8as_v6', 'on-demand', ['standardEav6Family', 'cores']],
  ['azure', 'Standard_D8s_v6', 'spot', ['lowPriorityCores']],
  ['azure', 'Standard_NC24ads_A100_v4', 'on-demand', ['StandardNCADSA100v4Family', 'cores']],
  ['azure', 'Standard_NC80adis_H100_v5', 'on-demand', ['StandardNCadsH100v5Family', 'cores']],
])('%s counts %s, %s, against %j', (cloud, type, market, expected) => {
  const machine = cloudFacts[cloud].machines[type];
  if (!machine) throw new Error(`no machine ${type}`);
  expect(cloudQuotas[cloud].ofMachine(type, machine, market).map(({ quota }) => quotaKey(quota))).toEqual(expected);
});
