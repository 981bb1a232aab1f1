import { pinnedCharts } from '../../../delivery/chart-values/pinned-charts';
import { unknownValues } from '../../../delivery/chart-values/unknown-values';
import { treeOf } from '../../../delivery/chart-values/value-tree';
import { chartValues } from '../../../services/chart-values';
import { type PassedValues, passedValues } from './passed-values';

/** Charts whose values could not be read; nobody says yet that they read what is passed to them. */
const notRecorded = ['argo-cd', 'kserve-crd', 'kube-prometheus-stack', 'prometheus-operator-crds'];

const passed = passedValues();

it('every chart that is installed is passed values somewhere here', () =>
  expect([...new Set(passed.map(({ chart }) => chart))].sort()).toEqual(Object.keys(pinnedCharts).sort()));

it('is of every pinned chart but the ones that are named: after a new pin `npm run chart-values` must run', () => {
  const missing = Object.keys(pinnedCharts).filter(
    (chart) => chartValues[chart]?.pinned !== pinnedCharts[chart]?.version,
  );
  expect(missing.sort()).toEqual(notRecorded);
});

it.each(Object.entries(chartValues))('%s reads every value that it is passed', (chart, { values }) => {
  const tree = treeOf(values);
  const given = passed.filter((one) => one.chart === chart);
  expect([...new Set(given.flatMap((one) => unknownValues(one.values, tree)))]).toEqual([]);
});

it.each(notRecorded)('%s is passed nothing that one engine drops', (chart) => {
  const given = passed.filter((one) => one.chart === chart);
  const anything = (values: PassedValues['values']) => treeOf(Object.keys(values).map((name) => `${name}*`));
  expect(given.flatMap(({ values }) => unknownValues(values, anything(values)))).toEqual([]);
});
