import { scaling } from '../../services';

const parse = (config: unknown) => scaling.config.parse(config);

describe('scaling', () => {
  it('spreads pods anew and keeps no room unless asked', () => {
    expect(parse({})).toEqual({ rebalance: true, headroom: { pods: 0, cpuMillis: 1000, memoryGiB: 2 } });
  });

  it('brings KEDA always, and the descheduler unless it is switched off', () => {
    expect(scaling.operators(parse({}))).toEqual(['keda', 'descheduler']);
    expect(scaling.operators(parse({ rebalance: false }))).toEqual(['keda']);
  });
});
