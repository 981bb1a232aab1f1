import { aws } from '../../../environments/facts/aws';
import { type GpuClass, machineClasses } from '../../../environments/facts/cloud-facts';

const regions = Object.entries(aws.regions);

describe('facts of AWS', () => {
  it('names zones after their region, three at least but for the one region that has two', () => {
    for (const [region, { zones }] of regions) {
      for (const zone of zones) expect(zone).toMatch(new RegExp(`^${region}[a-f]$`));
      expect(new Set(zones).size).toBe(zones.length);
    }
    expect(regions.filter(([, { zones }]) => zones.length < 3).map(([region]) => region)).toEqual(['us-west-1']);
  });

  it('counts member states of the European Union as such, and no other country', () => {
    expect(regions.filter(([, { jurisdiction }]) => jurisdiction === 'eu').map(([region]) => region)).toEqual([
      'eu-central-1',
      'eu-north-1',
      'eu-south-1',
      'eu-south-2',
      'eu-west-1',
      'eu-west-3',
    ]);
    expect(aws.regions['eu-west-2']?.jurisdiction).toBe('uk');
    expect(aws.regions['eu-central-2']?.jurisdiction).toBe('ch');
  });

  it('maps machine classes to machines of that size, all of them', () => {
    expect(Object.keys(aws.machineByClass).sort()).toEqual([...machineClasses].sort());
    for (const [name, machineType] of Object.entries(aws.machineByClass)) {
      const machine = aws.machines[machineType];
      const [kind, size] = name.split('-');
      if (kind === 'gpu') expect(machine?.gpu?.class).toBe(size);
      else expect(machine).toMatchObject({ vcpus: Number(size), architecture: 'amd64' });
    }
  });

  it('offers only GPUs that a pool can name', () => {
    const offered = new Set<GpuClass>(regions.flatMap(([, { gpus }]) => gpus));
    expect([...offered].sort()).toEqual(['a10', 'a100', 'h100', 'l4', 't4']);
    for (const gpu of offered) expect(aws.machineByClass).toHaveProperty(`gpu-${gpu}`);
  });

  it('knows the memory and architecture of generated machine types', () => {
    expect(aws.machines['r7i.2xlarge']).toEqual({ vcpus: 8, memoryGiB: 64, architecture: 'amd64' });
    expect(aws.machines['c7g.large']).toEqual({ vcpus: 2, memoryGiB: 4, architecture: 'arm64' });
    expect(Object.keys(aws.machines).length).toBeGreaterThanOrEqual(30);
  });

  it('claims no GPU in a region that EC2 itself had none of', () => {
    const machinesOf = (gpu: GpuClass) =>
      Object.keys(aws.machines).filter((type) => aws.machines[type]?.gpu?.class === gpu);
    for (const [region, { gpus }] of regions) {
      const recorded = aws.offers?.fewerZones[region];
      if (!recorded) continue;
      const isThere = (type: string) => (recorded[type] ?? recorded[type.split('.')[0] ?? '']) !== 0;
      for (const gpu of gpus)
        expect({ region, gpu, there: machinesOf(gpu).some(isThere) }).toEqual({ region, gpu, there: true });
    }
  });

  it('refuses ranges that EKS cannot take cluster services from', () => {
    expect(aws.reservedCidrs.map(({ cidr }) => cidr)).toContain('100.64.0.0/10');
  });

  it('dates the end of support of every version', () => {
    for (const end of Object.values(aws.kubernetesVersions)) expect(end).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});
