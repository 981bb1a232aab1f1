import type { Cloud } from '../../../environments/facts';
import type { Manifest } from '../../../policies/site-output';
import { billOf, priceIn, type Resources } from './bill-of';

const clusters: Readonly<Record<Cloud, Resources>> = {
  aws: { aws_eks_cluster: { it: {} } },
  google: { google_container_cluster: { it: { remove_default_node_pool: true } } },
  azure: {
    azurerm_kubernetes_cluster: {
      it: { location: 'westeurope', default_node_pool: { vm_size: 'Standard_D4s_v6', os_disk_type: 'Ephemeral' } },
    },
  },
};

const object = (apiVersion: string, kind: string, spec: object): Manifest => ({
  apiVersion,
  kind,
  metadata: { name: 'it', namespace: 'ours' },
  spec,
});
const storageClass = (name: string, parameters: object, annotations = {}): Manifest => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name, annotations },
  parameters,
});
const byDefault = { 'storageclass.kubernetes.io/is-default-class': 'true' };
const classes: Readonly<Record<Cloud, readonly Manifest[]>> = {
  aws: [
    storageClass('plain', { type: 'gp3' }, byDefault),
    storageClass('fast', { type: 'gp3', iops: '12000', throughput: '500' }),
  ],
  google: [
    storageClass('plain', { type: 'hyperdisk-balanced' }, byDefault),
    storageClass('fast', {
      type: 'hyperdisk-balanced',
      'provisioned-iops-on-create': '12000',
      'provisioned-throughput-on-create': '500Mi',
    }),
  ],
  azure: [
    storageClass('plain', { skuName: 'Premium_LRS' }, byDefault),
    storageClass('fast', { skuName: 'PremiumV2_LRS', DiskIOPSReadWrite: '12000', DiskMBpsReadWrite: '500' }),
  ],
};

const claim = (gib: number, more = {}) => ({ resources: { requests: { storage: `${gib}Gi` } }, ...more });

/** What the objects alone cost. */
function costOf(cloud: Cloud, objects: readonly Manifest[], resources: Resources = {}): number {
  const bill = billOf(cloud, { ...clusters[cloud], ...resources }, [...classes[cloud], ...objects]);
  expect(bill.unpriced).toEqual([]);
  return bill.lines.filter(({ stack }) => stack === 'kubernetes').reduce((sum, { monthly }) => sum + monthly, 0);
}

const a = priceIn('aws');
const g = priceIn('google');
const z = priceIn('azure');

/** Volumes of 50 GiB, three of them, of the default class of each cloud. */
const threePlain = { aws: 150 * a('disk/gp3'), google: 150 * g('disk/hyperdisk-balanced'), azure: 3 * z('disk/P6') };

describe.each(Object.keys(clusters) as Cloud[])('a cluster on %s', (cloud) => {
  it.each([
    ['a stateful set', object('apps/v1', 'StatefulSet', { replicas: 3, volumeClaimTemplates: [{ spec: claim(50) }] })],
    [
      'a cluster of PostgreSQL',
      object('postgresql.cnpg.io/v1', 'Cluster', { instances: 3, storage: { size: '50Gi' } }),
    ],
    [
      'a cluster of MongoDB',
      object('psmdb.percona.com/v1', 'PerconaServerMongoDB', {
        replsets: [{ size: 3, volumeSpec: { persistentVolumeClaim: claim(50) } }],
      }),
    ],
    [
      'brokers of Kafka',
      object('kafka.strimzi.io/v1', 'KafkaNodePool', { replicas: 3, storage: { volumes: [{ size: '50Gi' }] } }),
    ],
    [
      'the values of a chart',
      object('argoproj.io/v1alpha1', 'Application', {
        source: {
          helm: { valuesObject: { server: { replicas: 3, storage: { volumeClaimTemplate: { spec: claim(50) } } } } },
        },
      }),
    ],
  ])('buys the volumes of %s', (_, manifest) => {
    expect(costOf(cloud, [manifest])).toBeCloseTo(threePlain[cloud], 6);
  });

  it('buys scratch volumes of scheduled jobs for a share of the month', () => {
    const volumes = [{ ephemeral: { volumeClaimTemplate: { spec: claim(50) } } }];
    const job = object('batch/v1', 'CronJob', { jobTemplate: { spec: { template: { spec: { volumes } } } } });
    expect(costOf(cloud, [job])).toBeCloseTo((threePlain[cloud] / 3) * 0.05, 6);
  });

  it('buys nothing for a claim to a volume that Terraform made', () => {
    expect(
      costOf(cloud, [
        object('v1', 'PersistentVolumeClaim', claim(1024, { storageClassName: '', volumeName: 'shared' })),
      ]),
    ).toBe(0);
  });

  it('buys the speed of a class beyond what is included', () => {
    const fast = object('v1', 'PersistentVolumeClaim', claim(1000, { storageClassName: 'fast' }));
    expect(costOf(cloud, [fast])).toBeCloseTo(
      {
        aws: 1000 * a('disk/gp3') + 9000 * a('disk/gp3-iops') + 375 * a('disk/gp3-throughput'),
        google:
          1000 * g('disk/hyperdisk-balanced') +
          9000 * g('disk/hyperdisk-balanced-iops') +
          360 * g('disk/hyperdisk-balanced-throughput'),
        azure:
          1000 * z('disk/PremiumV2_LRS') +
          9000 * z('disk/PremiumV2_LRS-iops') +
          375 * z('disk/PremiumV2_LRS-throughput'),
      }[cloud],
      6,
    );
  });

  it('buys a balancer for a gateway and for a service that asks for one, and for no other', () => {
    const balancer = {
      aws: a('load-balancer/network') * 730 + 2 * 730 * a('load-balancer/network-capacity'),
      google: g('load-balancer/forwarding-rule') * 730 + 200 * g('load-balancer/data'),
      azure: z('load-balancer/standard') * 730 + 200 * z('load-balancer/data'),
    }[cloud];
    const gateway = object('gateway.networking.k8s.io/v1', 'Gateway', { gatewayClassName: 'site' });
    const kept = object('gateway.envoyproxy.io/v1alpha1', 'EnvoyProxy', {
      provider: { kubernetes: { envoyService: { type: 'ClusterIP' } } },
    });
    expect(costOf(cloud, [gateway])).toBeCloseTo(balancer, 6);
    expect(costOf(cloud, [gateway, kept])).toBe(0);
    expect(costOf(cloud, [object('v1', 'Service', { type: 'LoadBalancer' })])).toBeCloseTo(balancer, 6);
    expect(costOf(cloud, [object('v1', 'Service', { type: 'ClusterIP' })])).toBe(0);
  });
});

const karpenterPool = (type: string, capacity: string, nodeClass: string, limits: object): Manifest =>
  object('karpenter.sh/v1', 'NodePool', {
    limits,
    template: {
      spec: {
        nodeClassRef: { kind: nodeClass, name: 'it' },
        requirements: [
          { key: 'node.kubernetes.io/instance-type', operator: 'In', values: [type, 'another'] },
          { key: 'karpenter.sh/capacity-type', operator: 'In', values: [capacity] },
        ],
      },
    },
  });

it('keeps as many machines of a pool as its steady pods need: four pods of two vCPUs on machines with 7.4', () => {
  const group = {
    instance_types: ['m7i.2xlarge'],
    capacity_type: 'ON_DEMAND',
    scaling_config: { min_size: 1, max_size: 10 },
    labels: { 'evenkeel.dev/pool': 'general' },
  };
  const containers = [{ resources: { requests: { cpu: '2', memory: '1Gi' } } }];
  const pods = object('apps/v1', 'Deployment', { replicas: 4, template: { spec: { containers } } });
  const { lines } = billOf('aws', { ...clusters.aws, aws_eks_node_group: { general: group } }, [pods]);
  const machines = lines.filter(({ item }) => item === 'machine/m7i.2xlarge');
  expect(machines.map(({ basis, quantity }) => [basis, quantity]).sort()).toEqual([
    ['fixed', 730],
    ['usage', 730],
  ]);
});

it('buys machines of Karpenter up to the limits of their pool: 15 % of ten machines of four vCPUs', () => {
  const nodeClass = object('karpenter.k8s.aws/v1', 'EC2NodeClass', {
    blockDeviceMappings: [{ ebs: { volumeSize: '100Gi', volumeType: 'gp3' } }],
  });
  const pool = karpenterPool('m7i.xlarge', 'on-demand', 'EC2NodeClass', { cpu: '40', memory: '160Gi' });
  expect(costOf('aws', [pool, nodeClass])).toBeCloseTo(1.5 * (a('machine/m7i.xlarge') * 730 + 100 * a('disk/gp3')), 6);
});

it('buys machines with GPUs by the GPUs of their pool', () => {
  const nodeClass = object('karpenter.azure.com/v1beta1', 'AKSNodeClass', { osDiskSizeGB: 200 });
  const pool = karpenterPool('Standard_NV36ads_A10_v5', 'spot', 'AKSNodeClass', { cpu: '72', 'nvidia.com/gpu': '2' });
  expect(costOf('azure', [pool, nodeClass])).toBeCloseTo(
    0.3 * (z('machine/Standard_NV36ads_A10_v5') * z('machine/spot-share') * 730 + z('disk/P15')),
    6,
  );
});

it('says of a pool without limits that nothing bounds it', () => {
  const pool = karpenterPool('m7i.xlarge', 'on-demand', 'EC2NodeClass', {});
  expect(billOf('aws', clusters.aws, [pool]).unpriced).toEqual([
    { address: 'a-site kubernetes NodePool/ours/it', why: 'nothing bounds how many machines it may make' },
  ]);
});

it('shares the bounds of a cluster of GKE between its classes', () => {
  const computeClass = (name: string, first: object): Manifest => ({
    ...object('cloud.google.com/v1', 'ComputeClass', {
      priorities: [{ storage: { bootDiskType: 'pd-balanced', bootDiskSize: 100 }, ...first }],
    }),
    metadata: { name },
  });
  const limits = [
    { resource_type: 'cpu', maximum: 80 },
    { resource_type: 'nvidia-l4', maximum: 2 },
  ];
  const cluster = {
    google_container_cluster: {
      it: { remove_default_node_pool: true, cluster_autoscaling: { resource_limits: limits } },
    },
  };
  const objects = [
    computeClass('default', { machineType: 'n4-standard-4', spot: false }),
    computeClass('spot', { machineType: 'n4-standard-4', spot: true }),
    computeClass('gpu', { machineType: 'g2-standard-4', spot: false, gpu: { type: 'nvidia-l4', count: 1 } }),
  ];
  expect(costOf('google', objects, cluster)).toBeCloseTo(
    1.5 * (g('machine/n4-standard-4') * 730 + 100 * g('disk/pd-balanced')) +
      1.5 * (g('spot/n4-standard-4') * 730 + 100 * g('disk/pd-balanced')) +
      0.3 * (g('machine/g2-standard-4') * 730 + 100 * g('disk/pd-balanced')),
    6,
  );
});

it('buys nothing on a cluster that no cloud sells', () => {
  const set = object('apps/v1', 'StatefulSet', { replicas: 3, volumeClaimTemplates: [{ spec: claim(50) }] });
  expect(billOf('aws', { kubernetes_namespace_v1: { it: {} } }, [set]).lines).toEqual([]);
});

it('does not take a cluster for free because nothing says where it is', () => {
  const set = object('apps/v1', 'StatefulSet', { replicas: 3, volumeClaimTemplates: [{ spec: claim(50) }] });
  expect(billOf('aws', {}, [set]).unpriced).toEqual([
    { address: 'a-site kubernetes', why: 'nobody knows where its cluster is: no Terraform stands beside its objects' },
  ]);
});

it.each([
  [
    'an amount that nobody can read',
    claim(1, { resources: { requests: { storage: '10 quires' } } }),
    'nobody can read 10 quires as an amount of storage',
  ],
  [
    'a class that is not there',
    claim(1, { storageClassName: 'marble' }),
    'nobody says what the storage class marble is',
  ],
])('does not take a volume for free because of %s', (_, spec, why) => {
  const volume = object('v1', 'PersistentVolumeClaim', spec);
  expect(billOf('aws', clusters.aws, [...classes.aws, volume]).unpriced).toEqual([
    { address: 'a-site kubernetes PersistentVolumeClaim/ours/it', why },
  ]);
});
