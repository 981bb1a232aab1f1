import { definitionFiles } from '../../delivery/operator-definitions/sources';
import { operators } from '../../services';
import { operatorDefinitions } from '../../services/operator-definitions';
import type { OperatorKinds } from '../../services/operator-kinds';
import { gitopsEngineCharts } from '../../stacks/gitops-releases';

const recorded: Readonly<Record<string, OperatorKinds>> = operatorDefinitions;
const pinned = {
  ...Object.fromEntries(Object.entries(operators).map(([name, { chart }]) => [name, chart.version])),
  ...gitopsEngineCharts,
};

it('is of the charts that are pinned: after a new pin `npm run definitions` must run', () =>
  expect(Object.fromEntries(Object.entries(recorded).map(([name, { chart }]) => [name, chart]))).toEqual(pinned));

it.each(Object.entries(recorded))('%s has the kinds that its definitions make', (name, { kinds }) =>
  expect(Object.keys(kinds).length > 0).toBe(definitionFiles[name as keyof typeof definitionFiles].length > 0),
);

it('no two charts define one kind', () => {
  const all = Object.values(recorded).flatMap(({ kinds }) => Object.keys(kinds));
  expect(all).toEqual([...new Set(all)]);
});

it.each(Object.values(recorded).flatMap(({ kinds }) => Object.entries(kinds)))(
  '%s stores in a version it lists',
  (_kind, versions) => expect([...versions.served, ...(versions.unserved ?? [])]).toContain(versions.stored),
);
