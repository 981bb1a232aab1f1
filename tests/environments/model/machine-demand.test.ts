import { quotaKey } from '../../../environments/facts/quotas';
import { isSitePublicCloud } from '../../../environments/model';
import { machineDemands, totalDemands } from '../../../environments/model/machine-demand';
import { type EnvironmentInput, resolveEnvironment } from '../../../environments/schema';
import { environmentInput, siteInputs } from '../../fixtures/environment';

type Pools = NonNullable<EnvironmentInput['pools']>;

/** What the pools of a site need, by quota; optional ones in brackets. */
function needs(cloud: keyof typeof siteInputs, pools: Pools): Record<string, number> {
  const site = { ...siteInputs[cloud], role: 'primary' as const };
  const [resolved] = resolveEnvironment(environmentInput({ pools, sites: [site] })).sites;
  if (!resolved || !isSitePublicCloud(resolved)) throw new Error('no site');
  return Object.fromEntries(
    totalDemands(machineDemands(resolved)).map(({ quota, needed, optional }) => [
      optional ? `(${quotaKey(quota)})` : quotaKey(quota),
      needed,
    ]),
  );
}

const bounds = (maxNodes: number) => ({ minNodes: Math.min(3, maxNodes), maxNodes });

const steady: Pools = {
  system: bounds(3),
  general: { machine: 'general-8', ...bounds(30) },
  spot: { machine: 'general-8', ...bounds(60) },
  gpu: { machine: 'gpu-a100', ...bounds(2) },
};

it('counts upper bounds and what an upgrade brings on top', () => {
  expect(needs('aws', steady)).toEqual({
    // (3 + 6) x 4 and (30 + 10) x 8.
    'L-1216C47A': 356,
    // (60 + 20) x 8.
    'L-34B43A08': 640,
    // (2 + 6) x 96.
    'L-417A185B': 768,
  });
  expect(needs('azure', steady)).toEqual({
    StandardDsv6Family: 4 * 4 + 31 * 8,
    StandardNCADSA100v4Family: 3 * 24,
    cores: 4 * 4 + 31 * 8 + 3 * 24,
    lowPriorityCores: 60 * 8,
  });
});

it('counts processors and GPUs apart where the cloud does', () =>
  expect(needs('google', { ...steady, gpu: { machine: 'gpu-l4', ...bounds(2) } })).toEqual({
    'CPUS-PER-VM-FAMILY-per-project-region vm_family=N4': 4 * 4 + 31 * 8,
    'CPUS-ALL-REGIONS-per-project': 4 * 4 + 31 * 8 + 61 * 8 + 3 * 4,
    'PREEMPTIBLE-CPUS-per-project-region': 61 * 8,
    'CPUS-per-project-region': 3 * 4,
    'NVIDIA-L4-GPUS-per-project-region': 3,
    'GPUS-ALL-REGIONS-per-project': 3,
  }));

it('counts reserved machines once, among those that the pool may have', () => {
  const gpu = { ...steady.gpu, reservation: { zones: ['1', '2'] } };
  expect(needs('azure', { ...steady, gpu })).toEqual(needs('azure', steady));
});

it('asks for nothing where pools are off or empty', () =>
  expect(
    needs('azure', { system: bounds(3), general: bounds(3), spot: { enabled: false }, gpu: { maxNodes: 0 } }),
  ).toEqual({ StandardDsv6Family: 32, cores: 32 }));

describe('automatic pools', () => {
  const automatic: Pools = {
    provisioning: 'automatic',
    system: bounds(3),
    general: { machine: 'general-4', automatic: { maxVcpus: 100, spotPercent: 40 } },
    spot: { machine: 'general-4', automatic: { maxVcpus: 50, onDemandFallback: true } },
    gpu: { machine: 'gpu-a10', automatic: { maxGpus: 2, gpus: ['a10', 'a100'], gpusPerMachine: 8 } },
  };

  it('take their bounds, shared out between the markets; what falls back counts in both', () =>
    expect(needs('aws', automatic)).toEqual({
      'L-1216C47A': 9 * 4 + 60 + 50,
      'L-34B43A08': 40 + 50,
      // The machine with the most vCPUs for each GPU has 24 of them.
      'L-DB2E81BA': 2 * 24,
      '(L-417A185B)': 24,
    }));

  it('need full price for what is reserved, where they take all other machines at another', () => {
    const gpu = { automatic: { maxGpus: 8, markets: ['spot'] as ['spot'] } };
    const [without, reserved] = [gpu, { ...gpu, reservation: { machinesPerZone: 2 } }].map((one) =>
      needs('aws', { ...automatic, gpu: { machine: 'gpu-a10', ...one } }),
    );
    expect(without?.['L-DB2E81BA']).toBeUndefined();
    // Six of four vCPUs.
    expect(reserved).toEqual({ ...without, 'L-DB2E81BA': 24 });
  });

  it('need the family of their own machine; others of the same size they can go without', () => {
    const found = needs('azure', { ...automatic, gpu: { enabled: false } });
    expect(found).toMatchObject({ StandardDsv6Family: 4 * 4 + 60 + 50, cores: 4 * 4 + 60 + 50, lowPriorityCores: 90 });
    expect(Object.keys(found).filter((key) => key.startsWith('('))).toEqual(
      expect.arrayContaining(['(standardDSv5Family)', '(standardDav6Family)']),
    );
  });
});
