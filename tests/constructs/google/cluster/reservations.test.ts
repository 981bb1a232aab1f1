import { kubernetesFacts } from '../../../../constructs/google/kubernetes-facts';
import type { GoogleSite } from '../../../../environments/model';
import { reservedAutomaticSites, reservedBeforeSites, reservedSites } from '../../../fixtures/reserved-sites';
import { type Json, resourcesOf, synthesize } from '../google-stacks';

const { google: site } = reservedSites();
const { cluster } = synthesize(site);
const poolOf = (stack: Json, name: string): Json =>
  resourcesOf(stack, 'google_container_node_pool').find((one) => one.name === name);
const reservationsOf = (stack: Json, pool: string): Json[] =>
  resourcesOf(stack, 'google_compute_reservation').filter((one) => one.name.endsWith(`-${pool}-reserved`));
const classOf = (name: string, of: GoogleSite): Json =>
  (kubernetesFacts(of).nodeObjects ?? []).find(({ metadata }) => metadata.name === name);

describe('pools of one machine type', () => {
  it('have a reservation a zone, of one name', () => {
    const gpu = reservationsOf(cluster, 'gpu');
    expect(reservationsOf(cluster, 'general')).toHaveLength(3);
    expect(gpu.map(({ name, zone }) => [name, zone])).toEqual([
      [`${site.name}-gpu-reserved`, 'europe-west1-b'],
      [`${site.name}-gpu-reserved`, 'europe-west1-c'],
    ]);
    expect(gpu[0]).toMatchObject({
      // They come to whoever asks for none by name, and then the pool goes on with other machines.
      specific_reservation_required: false,
      specific_reservation: { count: 2, instance_properties: { machine_type: 'g2-standard-4' } },
    });
  });

  it('take them where they are, and other machines after that', () => {
    expect(poolOf(cluster, 'gpu')).toMatchObject({
      node_locations: ['europe-west1-b', 'europe-west1-c'],
      node_config: { reservation_affinity: { consume_reservation_type: 'ANY_RESERVATION' } },
      autoscaling: { total_max_node_count: 6, location_policy: 'ANY' },
      upgrade_settings: { max_surge: 1, max_unavailable: 0 },
    });
    expect(poolOf(cluster, 'gpu').depends_on).toHaveLength(2);
    expect(poolOf(cluster, 'spot').node_config.reservation_affinity).toBeUndefined();
  });

  it('say what belongs to machines and is not part of their type', () => {
    const withParts = (machineType: string, more: object): Json => {
      const pools = site.pools.map((pool) => (pool.name === 'gpu' ? { ...pool, machineType, ...more } : pool));
      return reservationsOf(synthesize({ ...site, pools }).cluster, 'gpu')[0].specific_reservation.instance_properties;
    };
    const machine = (gpu: 't4' | 'l4', localDiskGiB?: number) => ({
      machine: {
        vcpus: 4,
        memoryGiB: 16,
        architecture: 'amd64',
        gpu: { class: gpu, count: 1 },
        ...(localDiskGiB ? { localDiskGiB } : {}),
      },
    });
    expect(withParts('n1-standard-4', machine('t4')).guest_accelerators).toEqual([
      { accelerator_type: 'nvidia-tesla-t4', accelerator_count: 1 },
    ]);
    expect(withParts('g2-standard-24', { ...machine('l4', 750), scratch: true }).local_ssds).toEqual([
      { disk_size_gb: 375, interface: 'NVME' },
      { disk_size_gb: 375, interface: 'NVME' },
    ]);
  });

  it('name what is there, take nothing else, and give one up before its successor comes', () => {
    const stack = synthesize(reservedBeforeSites().google).cluster;
    expect(resourcesOf(stack, 'google_compute_reservation')).toEqual([]);
    expect(poolOf(stack, 'gpu')).toMatchObject({
      node_config: {
        reservation_affinity: {
          consume_reservation_type: 'SPECIFIC_RESERVATION',
          key: 'compute.googleapis.com/reservation-name',
          values: ['projects/acme-capacity/reservations/gpus'],
        },
      },
      upgrade_settings: { max_surge: 0, max_unavailable: 1 },
    });
  });
});

describe('automatic pools', () => {
  const { google: automatic } = reservedAutomaticSites();

  it('have reservations that nothing else takes', () => {
    const gpu = reservationsOf(synthesize(automatic).cluster, 'gpu');
    expect(gpu.map((one) => one.specific_reservation_required)).toEqual([true, true]);
  });

  it('take them first, then interruptible machines, then others', () => {
    const { priorities } = classOf('gpu', automatic).spec;
    const prices = priorities.map(({ spot, reservations }: Json) => reservations?.affinity ?? `spot: ${spot}`);
    expect(prices.filter((price: string, index: number) => price !== prices[index - 1])).toEqual([
      'Specific',
      'spot: true',
      'spot: false',
    ]);
    expect(priorities[0]).toMatchObject({
      machineType: 'g2-standard-4',
      location: { zones: ['europe-west1-b', 'europe-west1-c'] },
      reservations: {
        specific: [{ name: `${automatic.name}-gpu-reserved`, zones: ['europe-west1-b', 'europe-west1-c'] }],
      },
    });
  });

  it('name what another project shares', () => {
    const [first] = classOf('gpu', reservedAutomaticSites(true).google).spec.priorities;
    expect(first.reservations.specific).toEqual([
      { name: 'gpus', project: 'acme-capacity', zones: ['europe-west1-b', 'europe-west1-c'] },
    ]);
  });
});

it('lets the pipeline reserve, where the site does', () => {
  const ci = { issuer: 'https://token.example.com', planSubject: 'plan', applySubject: 'apply' };
  const role = (of: Partial<GoogleSite>): Json =>
    resourcesOf(synthesize({ ...of, ci }).state, 'google_project_iam_custom_role').find(({ title }) =>
      title.startsWith('Reservations'),
    );
  expect(role(site).permissions).toEqual([
    'compute.reservations.create',
    'compute.reservations.delete',
    'compute.reservations.get',
    'compute.reservations.resize',
    'compute.reservations.update',
    'compute.zoneOperations.get',
  ]);
  expect(role(reservedBeforeSites().google)).toBeUndefined();
});
