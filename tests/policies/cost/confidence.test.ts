import { confidenceOf } from '../../../policies/cost/confidence';
import { billOf, book } from './bill-of';

it('adds the money of a bill by how far its prices can be trusted', () => {
  const lines = [
    { confidence: 'high', monthly: 10 },
    { confidence: 'low', monthly: 1 },
    { confidence: 'medium', monthly: 5 },
    { confidence: 'high', monthly: 20 },
  ] as const;
  expect(confidenceOf(lines)).toEqual({ high: 30, medium: 5, low: 1 });
  expect(confidenceOf([])).toEqual({ high: 0, medium: 0, low: 0 });
});

it('is the degree of the price, and of an interruptible machine the weaker of its price and its share', () => {
  const pool = (capacity: string) => ({
    capacity_type: capacity,
    instance_types: ['m7i.large'],
    scaling_config: { min_size: 2, max_size: 2 },
  });
  const { lines } = billOf('aws', {
    aws_eks_node_group: { steady: pool('ON_DEMAND'), spot: pool('SPOT') },
  });
  const degrees = lines
    .filter(({ item }) => item.startsWith('machine/'))
    .map(({ item, confidence }) => [item, confidence]);
  expect(book.priceOf('aws', 'eu-west-1', 'machine/spot-share')?.confidence).toBe('low');
  expect(degrees).toEqual([
    ['machine/m7i.large', 'high'],
    ['machine/m7i.large (spot)', 'low'],
  ]);
});
