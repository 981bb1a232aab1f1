import { azure } from '../../../environments/facts/azure';
import { machineClasses } from '../../../environments/facts/cloud-facts';

const regions = Object.entries(azure.regions);

describe('facts of Azure', () => {
  it('numbers the zones of regions that have them', () => {
    for (const [, { zones, gpus }] of regions) {
      expect([[], ['1', '2', '3']]).toContainEqual(zones);
      if (zones.length === 0) expect(gpus).toEqual([]);
    }
  });

  it('counts member states of the European Union as such, and no other country', () => {
    const members = regions.filter(([, { jurisdiction }]) => jurisdiction === 'eu').map(([region]) => region);
    expect(members.sort()).toEqual([
      'austriaeast',
      'belgiumcentral',
      'francecentral',
      'germanywestcentral',
      'italynorth',
      'northeurope',
      'polandcentral',
      'spaincentral',
      'swedencentral',
      'westeurope',
    ]);
  });

  it('pairs regions that sites can be in, both ways', () => {
    const paired = regions.filter(([, { backupPair }]) => backupPair);
    expect(paired.length).toBeGreaterThan(0);
    for (const [region, { backupPair = '' }] of paired) {
      expect({ region, back: azure.regions[backupPair]?.backupPair }).toEqual({ region, back: region });
      expect(azure.regions[region]?.zones).toHaveLength(3);
    }
  });

  it('offers only GPUs that a machine class mounts', () => {
    for (const [, { gpus }] of regions) {
      for (const gpu of gpus) expect(azure.machineByClass).toHaveProperty(`gpu-${gpu}`);
    }
  });

  it('maps machine classes to machines of that size', () => {
    for (const [name, machineType] of Object.entries(azure.machineByClass)) {
      const machine = azure.machines[machineType];
      const [kind, size] = name.split('-');
      if (kind === 'gpu') expect(machine?.gpu?.class).toBe(size);
      else expect(machine).toMatchObject({ vcpus: Number(size), architecture: 'amd64' });
    }
    expect(machineClasses.filter((name) => !(name in azure.machineByClass))).toEqual(['gpu-l4']);
  });

  it('knows the memory of generated machine types', () => {
    expect(azure.machines.Standard_E8s_v6).toEqual({ vcpus: 8, memoryGiB: 64, architecture: 'amd64' });
    expect(azure.machines.Standard_D4ps_v6?.architecture).toBe('arm64');
    expect(Object.keys(azure.machines).length).toBeGreaterThanOrEqual(30);
  });

  it('dates the end of support of every version', () => {
    for (const end of Object.values(azure.kubernetesVersions)) expect(end).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});
