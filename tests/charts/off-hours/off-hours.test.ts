import type { RenderedObject } from '../../../charts';
import type { OffHours, RenderedSchedule } from '../../../environments/model';
import { services } from '../../../services';
import { manifests, places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const source = { from: 'bucket' as const, path: 'models/one' };
const site = {
  services: {
    tracking: services.tracking.config.parse({ ownKey: false }),
    workbench: services.workbench.config.parse({}),
    catalog: services.catalog.config.parse({}),
    streaming: services.streaming.config.parse({}),
    monitoring: services.monitoring.config.parse({}),
    serving: services.serving.config.parse({
      ownKey: false,
      models: {
        fixed: { source, replicas: { min: 2, max: 2 } },
        scaled: { source, replicas: { min: 1, max: 3 } },
        canary: { source, delivery: { by: 'canary' }, replicas: { min: 2, max: 2 } },
      },
    }),
  },
};
const offHours: OffHours = {
  timeZone: 'Europe/Berlin',
  workingHours: [{ days: ['monday', 'friday'], from: '07:00', until: '19:00' }],
  services: ['tracking', 'serving', 'catalog'],
};

const scheduleOf = (rendered: readonly RenderedObject[]): RenderedSchedule =>
  JSON.parse(
    (the(rendered, 'ConfigMap', 'off-hours') as unknown as { data: Record<string, string> }).data['schedule.json'] ??
      '',
  );
const marked = (rendered: readonly RenderedObject[]): string[] =>
  manifests(rendered)
    .filter(({ metadata }) => metadata.labels?.['evenkeel.dev/off-hours'] === 'stops')
    .map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)
    .sort();

describe('off hours', () => {
  const plain = renderManaged(site);
  const stopping = renderManaged({ ...site, offHours });

  it('consist of these objects, and of none where nothing is said', () => {
    const own = places(stopping).filter((place) => place.startsWith('k8s/50-off-hours'));
    expect(own).toEqual([
      'k8s/50-off-hours/ConfigMap/off-hours',
      'k8s/50-off-hours/CronJob/off-hours',
      'k8s/50-off-hours/NetworkPolicy/off-hours',
      'k8s/50-off-hours/Role/catalog-off-hours',
      'k8s/50-off-hours/Role/off-hours',
      'k8s/50-off-hours/Role/serving-off-hours',
      'k8s/50-off-hours/Role/tracking-off-hours',
      'k8s/50-off-hours/RoleBinding/catalog-off-hours',
      'k8s/50-off-hours/RoleBinding/off-hours',
      'k8s/50-off-hours/RoleBinding/serving-off-hours',
      'k8s/50-off-hours/RoleBinding/tracking-off-hours',
      'k8s/50-off-hours/ServiceAccount/off-hours',
    ]);
    expect(JSON.stringify(plain)).not.toContain('off-hours');
  });

  it('name what stops, with the number that Git states', () => {
    const { stopped, ...week } = scheduleOf(stopping);
    expect(week).toEqual({ timeZone: offHours.timeZone, workingHours: offHours.workingHours });
    for (const { kind, name, replicas } of stopped.filter((one) => one.kind !== 'ScaledObject')) {
      expect(specOf<{ replicas: number }>(the(plain, kind, name)).replicas).toBe(replicas);
    }
    expect(stopped.map(({ kind, name, replicas, target }) => [kind, name, replicas, target?.kind]).sort()).toEqual([
      ['Deployment', 'datahub-frontend', 2, undefined],
      ['Deployment', 'datahub-gms', 2, undefined],
      ['Deployment', 'datahub-lineage', 2, undefined],
      ['Deployment', 'datahub-search-metrics', 1, undefined],
      ['Deployment', 'fixed', 2, undefined],
      ['Deployment', 'mlflow', 3, undefined],
      ['Rollout', 'canary', 2, undefined],
      ['ScaledObject', 'scaled', 1, 'Deployment'],
    ]);
  });

  it('mark what stops and leave its number in Git, so that it comes up with it', () => {
    expect(marked(stopping)).toEqual(
      scheduleOf(stopping)
        .stopped.filter(({ kind }) => kind !== 'ScaledObject')
        .map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`)
        .sort(),
    );
    expect(specOf(the(stopping, 'Deployment', 'mlflow'))).toEqual(specOf(the(plain, 'Deployment', 'mlflow')));
    expect(marked(plain)).toEqual([]);
  });

  it('leave alone what jobs push to, what other services have, and all that keeps data', () => {
    const names = scheduleOf(stopping).stopped.map(({ name }) => name);
    for (const name of ['catalog-metrics', 'schema-registry', 'portal']) expect(names).not.toContain(name);
    const { tracking, monitoring } = site.services;
    const vectorStore = services.vectorStore.config.parse({
      ownKey: false,
      vectors: 1000,
      store: { engine: 'qdrant' },
    });
    const local = renderLocal({ services: { tracking, monitoring, vectorStore }, offHours });
    expect(marked(local)).toEqual(['Deployment tracking/mlflow']);
    expect(manifests(local).filter(({ kind }) => kind === 'StatefulSet').length).toBeGreaterThan(0);
  });

  it('give the job the numbers of what stops, by name, and nothing else', () => {
    const rules = manifests(stopping)
      .filter(({ kind, metadata }) => kind === 'Role' && metadata.name.endsWith('off-hours'))
      .flatMap(({ metadata, rules }) =>
        (rules as { resources: string[]; resourceNames: string[]; verbs: string[] }[]).map(
          ({ resources, resourceNames, verbs }) =>
            `${metadata.namespace}: ${verbs.join()} ${resources.join()} ${resourceNames.join()}`,
        ),
      );
    expect(rules).toEqual([
      'catalog: get,patch deployments/scale datahub-frontend,datahub-gms,datahub-lineage,datahub-search-metrics',
      'off-hours: get cronjobs off-hours',
      'serving: get,patch rollouts/scale canary',
      'serving: get,patch deployments/scale fixed',
      'serving: get,patch scaledobjects scaled',
      'tracking: get,patch deployments/scale mlflow',
    ]);
  });

  it('make Argo CD leave the numbers alone where something stops, and nowhere else', () => {
    const application = (rendered: readonly RenderedObject[], name: string) =>
      specOf<{
        ignoreDifferences?: { kind: string; jqPathExpressions: string[] }[];
        syncPolicy: { syncOptions: string[] };
      }>(the(rendered, 'Application', name));
    expect(application(stopping, 'tracking')).toMatchObject({
      ignoreDifferences: [
        {
          group: 'apps',
          kind: 'Deployment',
          jqPathExpressions: ['select(.metadata.labels["evenkeel.dev/off-hours"] == "stops") | .spec.replicas'],
        },
      ],
      syncPolicy: { syncOptions: expect.arrayContaining(['RespectIgnoreDifferences=true']) },
    });
    expect(application(stopping, 'serving').ignoreDifferences?.map(({ kind }) => kind)).toEqual([
      'HTTPRoute',
      'Deployment',
      'Rollout',
    ]);
    expect(application(stopping, 'workbench').ignoreDifferences).toBeUndefined();
    expect(application(plain, 'tracking').ignoreDifferences).toBeUndefined();
  });

  it('make Flux do the same', () => {
    const gitops = {
      engine: 'flux' as const,
      repository: 'https://git.example.com/acme/platform.git',
      revision: 'main',
      path: 'dist',
    };
    const rendered = renderManaged({ ...site, offHours, gitops });
    expect(specOf(the(rendered, 'Kustomization', 'tracking'))).toMatchObject({
      ignore: [{ paths: ['/spec/replicas'], target: { labelSelector: 'evenkeel.dev/off-hours=stops' } }],
    });
    expect(specOf(the(rendered, 'Kustomization', 'workbench'))).not.toHaveProperty('ignore');
  });

  describe('in the watch', () => {
    const rules = manifests(stopping)
      .filter(({ kind }) => kind === 'PrometheusRule')
      .flatMap((rule) =>
        specOf<{
          groups: { rules: { alert?: string; record?: string; expr: string; labels: Record<string, string> }[] }[];
        }>(rule).groups.flatMap((group) => group.rules),
      );

    it('are told by what is asked of the servers, with time to come back', () => {
      expect(rules.filter(({ record }) => record === 'evenkeel_off_hours')).toMatchObject([
        {
          labels: { service: 'tracking' },
          expr: 'max(min_over_time(kube_deployment_spec_replicas{namespace="tracking",deployment=~"mlflow"}[10m])) == bool 0',
        },
        { labels: { service: 'serving' }, expr: expect.stringContaining('deployment=~"fixed|scaled"') },
        { labels: { service: 'catalog' } },
      ]);
    });

    it('silence the alerts of what stops, and of nothing else', () => {
      const of = (service: string) => rules.filter(({ alert, labels }) => alert && labels.service === service);
      const silent = ({ expr, labels }: (typeof rules)[number]) =>
        expr.includes(`unless on() (evenkeel_off_hours{service="${labels.service}"} == 1)`);
      const alerts = of('tracking').filter(({ alert }) => alert !== 'ErrorBudgetBurn');
      expect(alerts.length).toBeGreaterThan(0);
      expect(alerts.filter((rule) => !silent(rule))).toEqual([]);
      expect(of('workbench').length).toBeGreaterThan(0);
      expect(of('workbench').filter(silent)).toEqual([]);
    });

    it('count no event of a planned stop against the objective of a service', () => {
      const events = rules.filter(({ record }) => record?.startsWith('slo:events'));
      for (const { expr, labels } of events) {
        expect(expr.includes('evenkeel_off_hours')).toBe(
          ['tracking', 'serving', 'catalog'].includes(labels.service ?? ''),
        );
      }
      expect(events.length).toBeGreaterThan(6);
    });

    it('make a ticket where the job fails', () => {
      expect(rules.find(({ alert }) => alert === 'OffHoursJobFails')?.labels.severity).toBe('ticket');
    });
  });
});
