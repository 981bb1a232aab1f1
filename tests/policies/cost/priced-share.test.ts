import { estimate, type PricedOutput } from '../../../policies/cost/estimate';
import { pricedShare } from '../../../policies/cost/priced-share';
import type { Manifest } from '../../../policies/site-output';
import { book } from './bill-of';

it('counts what has a price, what is known to be free, and what nobody knows, each thing once', () => {
  const manifest = (kind: string, name: string) => ({ apiVersion: 'v1', kind, metadata: { name } }) as Manifest;
  const output: PricedOutput = {
    stacks: [
      {
        site: 'here',
        stack: 'all',
        json: {
          provider: { aws: [{ region: 'eu-west-1' }] },
          resource: {
            // Several lines of one resource.
            aws_nat_gateway: { one: {} },
            aws_eks_cluster: { it: {} },
            aws_subnet: { a: {}, b: {} },
            aws_quantum_computer: { it: {} },
          },
        } as never,
      },
    ],
    objects: [
      { site: 'here', manifest: manifest('ConfigMap', 'settings') },
      { site: 'here', manifest: { ...manifest('Moon', 'far'), apiVersion: 'sky/v1' } },
    ],
  };
  expect(pricedShare(output, estimate(output, { book }))).toEqual({
    resources: { all: 5, priced: 2, free: 2, unpriced: 1 },
    objects: { all: 2, priced: 0, free: 1, unpriced: 1 },
  });
});
