import { acceleratorTypes } from '../../../constructs/google/machine-families';
import { type GpuClass, machineClasses } from '../../../environments/facts/cloud-facts';
import { google, googleGpuZones } from '../../../environments/facts/google';

const regions = Object.entries(google.regions);

describe('facts of Google Cloud', () => {
  it('names zones after their region, three at least', () => {
    for (const [region, { zones }] of regions) {
      expect(zones.length).toBeGreaterThanOrEqual(3);
      for (const zone of zones) expect(zone).toMatch(new RegExp(`^${region}-[a-f]$`));
    }
  });

  it('counts member states of the European Union as such, and no other country', () => {
    const inEurope = regions.filter(([region]) => region.startsWith('europe-'));
    const outside = inEurope.filter(([, { jurisdiction }]) => jurisdiction !== 'eu').map(([region]) => region);
    expect(outside).toEqual(['europe-west2', 'europe-west6']);
    expect(
      regions.filter(([region, { jurisdiction }]) => jurisdiction === 'eu' && !region.startsWith('europe-')),
    ).toEqual([]);
  });

  it('places every GPU of a region in zones of that region', () => {
    for (const [region, { zones, gpus }] of regions) {
      for (const gpu of gpus) {
        const places = googleGpuZones(region, gpu);
        expect(places.length).toBeGreaterThan(0);
        for (const zone of places) expect(zones).toContain(zone);
      }
    }
    expect(googleGpuZones('europe-north1', 'l4')).toEqual([]);
    expect(googleGpuZones('nowhere', 'l4')).toEqual([]);
  });

  it('maps machine classes to machines of that size', () => {
    for (const [name, machineType] of Object.entries(google.machineByClass)) {
      const machine = google.machines[machineType];
      const [kind, size] = name.split('-');
      if (kind === 'gpu') expect(machine?.gpu?.class).toBe(size);
      else expect(machine).toMatchObject({ vcpus: Number(size), architecture: 'amd64' });
    }
    expect(machineClasses.filter((name) => !(name in google.machineByClass))).toEqual(['gpu-a10']);
  });

  it('offers only GPUs that a pool can name', () => {
    const offered = new Set(regions.flatMap(([, { gpus }]) => gpus));
    const mounted = Object.values(google.machines).flatMap(({ gpu }) => (gpu ? [gpu.class] : []));
    for (const gpu of [...offered, ...mounted] as GpuClass[]) expect(acceleratorTypes).toHaveProperty(gpu);
  });

  it('knows the memory of generated machine types', () => {
    expect(google.machines['n4-highmem-8']).toEqual({ vcpus: 8, memoryGiB: 64, architecture: 'amd64' });
    expect(google.machines['c4a-standard-4']?.architecture).toBe('arm64');
    expect(Object.keys(google.machines).length).toBeGreaterThanOrEqual(30);
  });

  it('dates the end of support of every version', () => {
    for (const end of Object.values(google.kubernetesVersions)) expect(end).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});
