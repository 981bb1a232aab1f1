import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { platform as google } from '../../constructs/google';
import { monitoring } from '../../services';
import { renderManaged, specOf, the } from '../charts/site-rendering';
import { watchedSites, watchedStores } from '../fixtures/watched-stores';
import { type CloudMonitoring, type MonitoredResource, startCloudMonitoring } from './cloud-monitoring';
import { localContainer, type PodSpec } from './local-container';
import { session } from './session';
import { proof, toolPath } from './skips';
import { freePort } from './tools/free-port';
import { answersOk, type ServiceProcess, startService } from './tools/service-process';

const site = watchedSites.google;
const facts = google.kubernetes(site);
const pod = specOf<{ template: { spec: PodSpec } }>(
  the(
    renderManaged({ services: { monitoring: monitoring.config.parse({}) } }, facts),
    'Deployment',
    'stackdriver-exporter',
  ),
).template.spec;

/** What the recorded rules select, metric by metric: `name{label=~"pattern"}`. */
const selected = watchedStores.google.flatMap(({ recordings }) =>
  Object.values(recordings).flatMap((expression) =>
    [...expression.matchAll(/(stackdriver_\w+)\{(\w+)=~"([^"]+)"\}/g)].map(
      ([, name = '', label = '', pattern = '']) => ({
        name,
        label,
        pattern,
      }),
    ),
  ),
);

const kinds: readonly (readonly [prefix: string, type: string, label: string])[] = [
  ['cloudsql.googleapis.com/', 'cloudsql_database', 'database_id'],
  ['managedkafka.googleapis.com/', 'managedkafka.googleapis.com/Cluster', 'cluster_id'],
  ['memorystore.googleapis.com/', 'memorystore.googleapis.com/Instance', 'instance_id'],
];

const stranger = 'somebody-elses';

/** The site's own resources of a metric, which its rules select, and one of another site in the same project. */
function resourceOf(metric: string): MonitoredResource[] {
  const [, type = '', label = ''] = kinds.find(([prefix]) => metric.startsWith(prefix)) ?? [];
  const own = selected.filter((one) => one.label === label).map(({ pattern }) => pattern.replace('(.+/)?', ''));
  return [...new Set(own), stranger].map((id) => ({ type, labels: { [label]: id } }));
}

proof("a cloud's metrics", ['stackdriver-exporter'], () => {
  let cloud: CloudMonitoring;
  let exporter: ServiceProcess;
  let text = '';

  beforeAll(async () => {
    const folder = join(session().folder, 'cloud-metrics');
    mkdirSync(folder, { recursive: true });
    cloud = await startCloudMonitoring(folder, resourceOf);
    const port = await freePort();
    const [container] = pod.containers;
    const local = localContainer(
      { ...pod, containers: container ? [{ ...container, command: [toolPath('stackdriver-exporter') ?? ''] }] : [] },
      {
        folder,
        secret: () => '',
        arguments: { '--web.listen-address=:9255': `--web.listen-address=127.0.0.1:${port}` },
      },
    );
    const url = `http://127.0.0.1:${port}`;
    exporter = await startService({
      name: 'stackdriver_exporter',
      command: local.command,
      arguments: local.arguments,
      env: { PATH: process.env.PATH, ...local.env, ...cloud.env },
      logPath: join(folder, 'exporter.log'),
      ready: () => answersOk(`${url}${container?.readinessProbe?.httpGet?.path}`),
    });
    text = await (await fetch(`${url}${facts.cloudMetrics?.scrapes[0]?.path}`)).text();
  }, 60_000);

  afterAll(async () => {
    await exporter?.stop();
    cloud?.stop();
  });

  it('are asked for by the rendered arguments, and come under the names that the rules select', () => {
    expect(selected.length).toBeGreaterThan(10);
    const lines = text.split('\n');
    const missing = selected.filter(
      ({ name, label, pattern }) =>
        !lines.some((line) => line.startsWith(`${name}{`) && new RegExp(`[{,]${label}="(?:${pattern})"`).test(line)),
    );
    expect(missing).toEqual([]);
  });

  it("are those of the site's own stores", () => {
    expect(text).not.toContain(stranger);
    expect(exporter.logTail()).not.toContain('level=ERROR');
  });
});
