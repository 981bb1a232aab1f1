import fc from 'fast-check';
import { featureStoreSize } from '../../../../environments/blueprints/sizing/feature-store-size';
import { streamSize } from '../../../../environments/blueprints/sizing/stream-size';
import { taskSize } from '../../../../environments/blueprints/sizing/task-size';
import { type ServiceDefinition, services } from '../../../../services';

/** Neither a complaint nor an objective out of reach. */
function keeps(name: 'streaming' | 'featureStore' | 'orchestration', settings: object, perSecond?: number): void {
  const definition: ServiceDefinition = services[name];
  const config = definition.config.parse(settings);
  expect(definition.complaints?.(config, new Set()) ?? []).toEqual([]);
  if (perSecond) expect(definition.best(config).throughputPerSecond).toBeGreaterThanOrEqual(perSecond);
}

describe('sizes', () => {
  it('of a stream keep every load they are given', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200_000 }),
        fc.integer({ min: 50, max: 1000 }),
        fc.integer({ min: 1, max: 24 }),
        (recordsPerSecond, recordBytes, retentionHours) => {
          keeps('streaming', streamSize({ recordsPerSecond, recordBytes, retentionHours }).settings, recordsPerSecond);
        },
      ),
    );
  });

  it('of a feature store keep every load they are given', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50_000_000 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 10_000 }),
        (entities, features, requestsPerSecond) => {
          keeps(
            'featureStore',
            featureStoreSize({ entities, features, requestsPerSecond }).settings,
            requestsPerSecond,
          );
        },
      ),
    );
  });

  it('of Airflow stay inside what its database and its namespace take', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 1, max: 1440 }), (tasksPerDay, minutes) => {
        keeps('orchestration', taskSize({ tasksPerDay, minutesPerTask: minutes }).settings);
      }),
    );
  });

  it('grow with the load', () => {
    const small = streamSize({ recordsPerSecond: 1000, recordBytes: 300, retentionHours: 24 });
    const large = streamSize({ recordsPerSecond: 100_000, recordBytes: 300, retentionHours: 24 });
    expect(small.settings.size).toBe('small');
    expect(large.settings.brokers * large.settings.storageGiB).toBeGreaterThan(
      small.settings.brokers * small.settings.storageGiB,
    );
    expect(large.partitions).toBeGreaterThan(small.partitions);
  });
});
