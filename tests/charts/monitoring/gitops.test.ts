import { fluxResourceMetrics, watchedGitops } from '../../../charts/monitoring/gitops';
import { services } from '../../../services';
import { localSite } from '../../fixtures/sites';
import { manifests, renderLocal } from '../site-rendering';
import { parseExpression } from './metric-names';

const watched = (engine: 'argo-cd' | 'flux') => watchedGitops({ gitops: { ...localSite().gitops, engine } });
const expressions = (engine: 'argo-cd' | 'flux') => {
  const { alerts, panels } = watched(engine);
  return [...alerts.map(({ expression }) => expression), ...panels.flatMap(({ queries }) => Object.values(queries))];
};

describe.each(['argo-cd', 'flux'] as const)('what is watched of %s', (engine) => {
  it('is PromQL', () => {
    expect(expressions(engine).filter((expression) => !parseExpression(expression).valid)).toEqual([]);
  });

  it('tells of drift, of a source that cannot be read, and of silence', () => {
    const names = watched(engine).alerts.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['GitopsSourceFails', 'GitopsSilent']));
    expect(names.filter((name) => /OutOfSync|NotReady/.test(name))).toHaveLength(1);
  });

  it('is rendered where the site is watched', () => {
    const site = {
      gitops: { ...localSite().gitops, engine },
      services: { monitoring: services.monitoring.config.parse({}) },
    };
    const rules = manifests(renderLocal(site)).filter(({ kind }) => kind === 'PrometheusRule');
    for (const { name } of watched(engine).alerts) {
      expect(rules.filter((rule) => JSON.stringify(rule).includes(`"alert":"${name}"`))).toHaveLength(1);
    }
  });
});

it('asks for series of Argo CD itself', () => {
  expect([...new Set(expressions('argo-cd').flatMap((one) => parseExpression(one).metrics))].sort()).toEqual([
    'argocd_app_info',
    'argocd_git_fetch_fail_total',
    'argocd_git_lsremote_fail_total',
  ]);
});

it('asks for the one series of Flux that kube-state-metrics is told to make, and for labels that it has', () => {
  const { resources } = fluxResourceMetrics.customResourceState.config.spec;
  const made = resources.map(
    ({ metricNamePrefix, metrics: [{ name } = { name: '' }] }) => `${metricNamePrefix}_${name}`,
  );
  const asked = expressions('flux').flatMap((one) => parseExpression(one).metrics);
  expect(new Set(asked)).toEqual(new Set(made));
  const labels = Object.keys(resources[0]?.metrics[0]?.labelsFromPath ?? {});
  expect(labels).toEqual(['ready', 'suspended', 'revision']);
});
