import { volumeStorageGiB } from '../../../policies/preflight/volume-storage';

const object = (kind: string, spec: object) => ({ apiVersion: 'v1', kind, metadata: { name: 'x' }, spec });
const claim = (storage: string) => ({ spec: { resources: { requests: { storage } } } });

it.each<[string, object, number]>([
  ['a set, for each replica', { replicas: 3, volumeClaimTemplates: [claim('20Gi'), claim('5Gi')] }, 75],
  ['a set without a number', { volumeClaimTemplates: [claim('20Gi')] }, 20],
  [
    'brokers',
    { replicas: 6, storage: { type: 'jbod', volumes: [{ type: 'persistent-claim', size: '1000Gi' }] } },
    6000,
  ],
  ['a database with its log', { instances: 2, storage: { size: '50Gi' }, walStorage: { size: '10Gi' } }, 120],
  [
    'members of a replica set',
    { replsets: [{ size: 3, volumeSpec: { persistentVolumeClaim: claim('20Gi').spec } }] },
    60,
  ],
  [
    'values of a chart',
    { values: { prometheus: { replicas: 2, storageSpec: { volumeClaimTemplate: claim('50Gi') } } } },
    100,
  ],
  ['half a GiB, which is a whole one', { volumeClaimTemplates: [claim('512Mi')] }, 1],
])('counts volumes of %s', (_what, spec, expected) => expect(volumeStorageGiB([object('Any', spec)])).toBe(expected));

it('does not count scratch space, sizes of other things or the memory of containers', () =>
  expect(
    volumeStorageGiB([
      object('Deployment', {
        replicas: 3,
        template: {
          spec: { containers: [{ resources: { requests: { 'ephemeral-storage': '2Gi', memory: '4Gi' } } }] },
        },
      }),
      object('Other', { size: 9, type: 'ephemeral' }),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'no-spec' } },
    ]),
  ).toBe(0));
