import { unknownValues } from '../../../delivery/chart-values/unknown-values';
import { treeOf } from '../../../delivery/chart-values/value-tree';

const tree = treeOf(['nodeSelector*', 'replicas', 'webhook{port,service{annotations*,type}}']);

it('passes over what the chart knows and whatever stands where anything may', () =>
  expect(
    unknownValues(
      {
        replicas: 2,
        nodeSelector: { pool: 'gpu', of: { any: ['depth'] } },
        webhook: { port: 9443, service: { annotations: { a: 'b' } } },
      },
      tree,
    ),
  ).toEqual([]));

it.each<[string, object, string]>([
  ['a wrong name', { replica: 2 }, 'replica: unknown; the nearest known is replicas'],
  [
    'a wrong place',
    { webhook: { annotations: {} } },
    'webhook.annotations: unknown; the nearest known is webhook.service.annotations',
  ],
  ['more than one value', { replicas: { min: 2 } }, 'replicas: holds one value, not several'],
  ['one value for several', { webhook: false }, 'webhook: holds several values, not one'],
  [
    'a null, wherever it stands',
    { nodeSelector: { pool: null } },
    'nodeSelector.pool: null does not reach every engine; state a value',
  ],
])('says where %s is', (_what, values, complaint) =>
  expect(unknownValues(values as Readonly<Record<string, unknown>>, tree)).toEqual([complaint]),
);
