import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chaosSchedule } from '../../charts/chaos/chaos-chart';
import { stopCondition } from '../../charts/chaos/stop-condition';
import { sloRules } from '../../charts/monitoring/slo-rules';
import { chaosExperiments } from '../fixtures/chaos-experiments';
import { accepted, listOf, loadDefinitions } from './api-server-objects';
import { definitionTools } from './custom-resources';
import { session } from './session';
import { proof } from './skips';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';
import { type PrometheusServer, startPrometheusServer } from './tools/prometheus-server';

const folder = join(session().folder, 'chaos');

proof(
  'experiments as the definitions of Chaos Mesh have them',
  ['etcd', 'kube-apiserver', 'kubectl', ...definitionTools()],
  () => {
    let server: KubeApiServer;
    const schedules = chaosExperiments.map((one) => chaosSchedule(one, ['serving', 'tracking']));
    const apply = ['apply', '--server-side', '--validate=strict', '-f', '-'];

    beforeAll(async () => {
      server = await startKubeApiServer({ dir: join(folder, 'api') });
      await loadDefinitions(server, schedules);
      await accepted(server, ['create', 'namespace', 'chaos-mesh']);
    });
    afterAll(() => server?.stop());

    it('are taken by a real API server, with every field', async () => {
      await accepted(server, apply, listOf(schedules));
      const kept = JSON.parse(await accepted(server, ['get', 'schedules.chaos-mesh.org', '-A', '-o', 'json'])) as {
        items: { metadata: { name: string }; spec: { workflow: unknown } }[];
      };
      const byName = Object.fromEntries(kept.items.map(({ metadata, spec }) => [metadata.name, spec.workflow]));
      for (const { metadata, spec } of schedules) expect(byName[metadata.name]).toMatchObject(spec.workflow);
    });

    it('are refused with a fault that Chaos Mesh does not know', async () => {
      const text = JSON.stringify(schedules[0])
        .replace('"action":"pod-kill"', '"action":"pod-bore"')
        .replace('lose-pods', 'bore-pods');
      const { exitCode, stderr } = await server.kubectl(apply, text);
      expect(exitCode).not.toBe(0);
      expect(stderr).toContain('pod-bore');
    });
  },
);

proof('the stop condition of experiments', ['prometheus'], () => {
  let prometheus: PrometheusServer;
  const level = {
    name: 'availability',
    promise: '99 % of requests succeed',
    goodPercent: 99,
    bad: () => 'vector(9)',
    all: () => 'vector(10)',
  };

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    const reader = { title: 'Tracking', dashboardUrl: 'https://grafana.example.com/d/tracking' };
    // A budget that burns; the alert on a long window waits for more events than a test has time for.
    const { rules, name } = sloRules('tracking', level, reader);
    const alert = rules.find((rule) => 'alert' in rule);
    if (!alert || !('alert' in alert)) throw new Error('no alert');
    const group = { name, interval: '1s', rules: [{ ...alert, expr: 'vector(0.9)' }] };
    const file = join(folder, 'rules.json');
    writeFileSync(file, JSON.stringify({ groups: [group] }));
    prometheus = await startPrometheusServer({
      dir: join(folder, 'prometheus'),
      configuration: { global: { evaluation_interval: '1s' }, rule_files: [file] },
    });
  });
  afterAll(() => prometheus?.stop());

  const statusOf = async (service: string): Promise<number> => {
    const { pathname, search } = new URL(stopCondition(service, 'Continuous').http.url);
    return (await fetch(`${prometheus.url}${pathname}${search}`)).status;
  };
  const until = async (wanted: number): Promise<number> => {
    for (let left = 60; left > 0; left--) {
      if ((await statusOf('tracking')) === wanted) return wanted;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return statusOf('tracking');
  };

  it('ends the experiment on a service whose error budget burns, by the alert as it is rendered', async () => {
    expect(await until(422)).toBe(422);
    const [burning] = await prometheus.query('ALERTS{alertname="ErrorBudgetBurn",alertstate="firing"}');
    expect(burning?.labels).toMatchObject({ service: 'tracking', slo: 'availability' });
  });

  it('lets the experiment on another service go on', async () => {
    expect(await statusOf('serving')).toBe(200);
  });
});
