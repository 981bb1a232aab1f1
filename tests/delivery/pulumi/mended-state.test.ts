import { formerTypes, mendedState, stateToEmpty, withoutGone } from '../../../delivery/pulumi/mended-state';

const urn = (type: string, name: string): string =>
  `urn:pulumi:local::evenkeel::evenkeel:delivery:Wave$${type}::${name}`;

const kafka = {
  urn: urn('kubernetes:kafka.strimzi.io/v1beta2:Kafka', 'streaming/events'),
  type: 'kubernetes:kafka.strimzi.io/v1beta2:Kafka',
  custom: true,
  protect: true,
  retainOnDelete: true,
};
const identity = 'kubernetes:kafka.strimzi.io:Kafka streaming/events';

describe('a state', () => {
  it('knows objects by what they are, not by the version they were written in', () => {
    expect(
      formerTypes({
        resources: [kafka, { urn: urn('evenkeel:delivery:Wave', 'data'), type: 'evenkeel:delivery:Wave' }],
      }),
    ).toEqual(new Map([[identity, kafka.type]]));
  });

  it('that needs nothing is left as it is', () => {
    const state = { resources: [kafka], pending_operations: [] };
    expect(mendedState(state, new Set([identity]))).toBe(state);
  });

  it('of a killed run goes on with what was begun', () => {
    const state = { resources: [kafka], pending_operations: [{ type: 'creating' }] };
    expect(mendedState(state, new Set([identity]))).toEqual({ resources: [kafka], pending_operations: [] });
  });

  it('lets go of what is kept and gone from the tree, so that it stays in the cluster', () => {
    expect(mendedState({ resources: [kafka] }, new Set()).resources).toEqual([{ ...kafka, protect: false }]);
  });

  it('keeps nothing where all data is to go', () => {
    expect(stateToEmpty({ resources: [kafka] }).resources).toEqual([
      { ...kafka, protect: false, retainOnDelete: false },
    ]);
  });
});

describe('a state of a lost cluster', () => {
  const provider = {
    urn: 'urn:pulumi:local::evenkeel::pulumi:providers:kubernetes::cluster',
    type: 'pulumi:providers:kubernetes',
    custom: true,
  };
  const topic = {
    urn: urn('kubernetes:core/v1:ConfigMap', 'streaming/topic'),
    type: 'kubernetes:core/v1:ConfigMap',
    custom: true,
    dependencies: [kafka.urn],
    propertyDependencies: { data: [kafka.urn], metadata: null },
  };
  const kept = 'kubernetes:core:ConfigMap streaming/topic';

  it('is left as it is where the cluster has everything', () => {
    const state = { resources: [provider, kafka, topic] };
    expect(withoutGone(state, new Set([identity, kept]))).toBe(state);
  });

  it('loses what is gone, protected or not, and every mention of it', () => {
    const { resources } = withoutGone({ resources: [provider, kafka, topic] }, new Set([kept]));
    expect(resources).toEqual([
      provider,
      { ...topic, dependencies: [], propertyDependencies: { data: [], metadata: null } },
    ]);
  });
});
