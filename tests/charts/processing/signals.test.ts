import { processingSignals } from '../../../charts/processing/signals';
import { processing } from '../../../services';

const config = (streams: object) => processing.config.parse({ streams });
const stream = { jar: 'jars/a.jar', entryClass: 'A' };
const promised = { availabilityPercent: 99 };
const alertNames = (streams: object) => processingSignals.alerts(config(streams), promised).map(({ name }) => name);

test('streams are watched only where there are some', () => {
  expect(alertNames({}).filter((name) => name.startsWith('Flink'))).toEqual([]);
  expect(alertNames({ a: stream })).toContain('FlinkCheckpointsFail');
  expect(processingSignals.levels(config({}), promised).map(({ name }) => name)).toEqual(['runs']);
});

test('a stream that is missing is noticed by the number of those that run', () => {
  const [missing] = processingSignals.alerts(config({ a: stream, b: stream }), promised);
  expect(missing?.expression).toContain('< 2');
});

test('checkpoints count as missed after three of the longest intervals', () => {
  const slow = { ...stream, checkpoints: { intervalSeconds: 600, minPauseSeconds: 60 } };
  const alert = processingSignals
    .alerts(config({ a: stream, b: slow }), promised)
    .find(({ name }) => name === 'FlinkCheckpointsFail');
  expect(alert?.expression).toContain('[1980s]');
});

test('batches that have never run are no failure', () => {
  const [runs] = processingSignals.levels(config({}), promised);
  expect(runs?.bad('5m')).toContain('or vector(0)');
});
