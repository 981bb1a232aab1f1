import { definitionReleases } from '../../delivery/operator-definitions/releases';
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

/** Releases that were read because the ones that the charts bring could not be had. */
const readInstead: Readonly<Record<string, string>> = {
  'cloudnative-pg-barman-cloud.yaml': 'v0.14.0',
  'prometheus-operator.yaml': 'v0.93.0',
};

it.each(Object.entries(recorded))('%s was read from the releases that its chart brings', (name, { releases }) => {
  const files = definitionFiles[name as keyof typeof definitionFiles];
  expect(releases).toEqual([...new Set(files.map((file) => readInstead[file] ?? definitionReleases[file]))]);
});

it('says of no file that another release was read when it was the right one', () =>
  expect(Object.entries(definitionReleases).filter(([file, release]) => readInstead[file] === release)).toEqual([]));

it('no two charts define one kind', () => {
  const all = Object.values(recorded).flatMap(({ kinds }) => Object.keys(kinds));
  expect(all).toEqual([...new Set(all)]);
});

it.each(Object.values(recorded).flatMap(({ kinds }) => Object.entries(kinds)))(
  '%s stores in a version it lists',
  (_kind, versions) => expect([...versions.served, ...(versions.unserved ?? [])]).toContain(versions.stored),
);
