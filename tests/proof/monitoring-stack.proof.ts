import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect } from 'node:tls';
import { stringify } from 'yaml';
import type { Site } from '../../environments/model';
import { monitoring, tracking } from '../../services';
import { manifests, renderManaged, specOf, the } from '../charts/site-rendering';
import { localContainer, type PodSpec } from './local-container';
import { podScrapeJobs } from './scrape-jobs';
import { session } from './session';
import { proof, toolPath } from './skips';
import { type Certificates, makeCertificates } from './tools/certificates';
import { runCommand } from './tools/command';
import { freePort } from './tools/free-port';
import { type PrometheusServer, startPrometheusServer } from './tools/prometheus-server';
import { answersOk, type ServiceProcess, startService } from './tools/service-process';

const peer = 'test-aws-eu-west-1';
const rendered = renderManaged({
  services: {
    tracking: tracking.config.parse({}),
    monitoring: monitoring.config.parse({
      longTerm: { federation: true },
      alerts: { pages: 'webhook', tickets: 'webhook' },
    }),
  },
  peers: [{ name: peer, network: '10.0.0.0/16', role: 'standby' as const }],
} as Partial<Site>);

interface Values {
  readonly alertmanager: { readonly config: Record<string, unknown> };
  readonly prometheus: { readonly prometheusSpec: { readonly externalLabels: Readonly<Record<string, string>> } };
}

const values = specOf<{ source: { helm: { valuesObject: Values } } }>(
  the(rendered, 'Application', 'kube-prometheus-stack'),
).source.helm.valuesObject;

const podOf = (kind: string, name: string): PodSpec =>
  specOf<{ template: { spec: PodSpec } }>(the(rendered, kind, name)).template.spec;

function folderOf(name: string): string {
  const folder = join(session().folder, 'monitoring-stack', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const listening = (server: Server): Promise<Server> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));

async function eventually<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await ask().catch(() => undefined);
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await pause(500);
  }
}

interface Notification {
  readonly receiver: string;
  readonly alerts: readonly { readonly labels: Readonly<Record<string, string>>; readonly status: string }[];
}

/** Takes what Alertmanager sends to each receiver. */
async function startReceivers() {
  const received: { path: string; notification: Notification }[] = [];
  const server = await listening(
    createServer((request, response) => {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        received.push({ path: request.url ?? '', notification: JSON.parse(text) });
        response.end();
      });
    }),
  );
  return { received, url: urlOf(server), stop: () => server.close() };
}

/** The configuration as the chart puts it together, with its secrets in a folder of this machine. */
function alertmanagerFile(folder: string, urls: Readonly<Record<string, string>>): string {
  for (const [secret, url] of Object.entries(urls)) {
    mkdirSync(join(folder, secret), { recursive: true });
    writeFileSync(join(folder, secret, 'url'), url);
  }
  const path = join(folder, 'alertmanager.yaml');
  writeFileSync(path, stringify(values.alertmanager.config).replaceAll('/etc/alertmanager/secrets', folder));
  return path;
}

proof('routes of alerts', ['amtool'], () => {
  const file = () =>
    alertmanagerFile(folderOf('routes'), { 'monitoring-pages': 'http://p', 'monitoring-tickets': 'http://t' });
  const amtool = (...args: string[]) => runCommand(toolPath('amtool') ?? 'amtool', args);

  it('are taken by Alertmanager', async () => {
    await expect(amtool('check-config', file())).resolves.toMatchObject({ exitCode: 0 });
  });

  it.each([
    ['page', 'pages'],
    ['critical', 'pages'],
    ['ticket', 'tickets'],
    ['warning', 'tickets'],
    ['none', 'nobody'],
  ])('take an alert of severity %s to %s', async (severity, receiver) => {
    const { stdout } = await amtool('config', 'routes', 'test', `--config.file=${file()}`, `severity=${severity}`);
    expect(stdout.trim()).toBe(receiver);
  });
});

/** A pod of MLflow that fails half of what it is asked, as Prometheus finds it and reads it. */
async function startFailingPod() {
  const { metadata } = specOf<{
    template: { metadata: { labels: Record<string, string>; annotations: Record<string, string> } };
  }>(the(rendered, 'Deployment', 'mlflow')).template;
  const named = (kind: string, of: Readonly<Record<string, string>>) =>
    Object.entries(of).map(([key, value]) => [
      `__meta_kubernetes_pod_${kind}_${key.replaceAll(/[^a-zA-Z0-9_]/g, '_')}`,
      value,
    ]);
  const target = {
    targets: ['127.1.2.3:1'],
    labels: {
      __meta_kubernetes_namespace: 'tracking',
      __meta_kubernetes_pod_name: 'mlflow-0',
      __meta_kubernetes_pod_ip: '127.1.2.3',
      __meta_kubernetes_pod_phase: 'Running',
      ...Object.fromEntries([...named('label', metadata.labels), ...named('annotation', metadata.annotations)]),
    },
  };
  const start = performance.now();
  const metrics = () => {
    const requests = Math.round((performance.now() - start) / 10);
    const line = (status: string, kind: string) =>
      `mlflow_http_request_duration_seconds_${kind}{method="GET",status="${status}"${kind === 'bucket' ? ',le="0.5"' : ''}} ${requests}`;
    return ['200', '500'].flatMap((status) => [line(status, 'count'), line(status, 'bucket')]).join('\n');
  };
  const server = await listening(
    createServer((request, response) =>
      request.url === '/discovery'
        ? response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify([target]))
        : response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(`${metrics()}\n`),
    ),
  );
  return { url: urlOf(server), stop: () => server.close() };
}

proof('an alert', ['prometheus', 'alertmanager'], () => {
  it('goes from a failing pod by the rendered rules and routes to who is woken, and to nobody else', async () => {
    const folder = folderOf('alert');
    const receivers = await startReceivers();
    const pod = await startFailingPod();
    const config = alertmanagerFile(folder, {
      'monitoring-pages': `${receivers.url}/pages`,
      'monitoring-tickets': `${receivers.url}/tickets`,
    });
    const port = await freePort();
    const alertmanager = await startService({
      name: 'alertmanager',
      command: toolPath('alertmanager') ?? 'alertmanager',
      arguments: [
        ...[`--config.file=${config}`, `--storage.path=${join(folder, 'alertmanager')}`],
        ...[`--web.listen-address=127.0.0.1:${port}`, '--cluster.listen-address='],
      ],
      logPath: join(folder, 'alertmanager.log'),
      ready: () => answersOk(`http://127.0.0.1:${port}/-/ready`),
    });
    const rules = join(folder, 'rules.yaml');
    writeFileSync(rules, stringify(specOf(the(rendered, 'PrometheusRule', 'tracking'))));
    let prometheus: PrometheusServer | undefined;
    try {
      prometheus = await startPrometheusServer({
        dir: join(folder, 'prometheus'),
        configuration: {
          global: { external_labels: values.prometheus.prometheusSpec.externalLabels },
          rule_files: [rules],
          alerting: { alertmanagers: [{ static_configs: [{ targets: [`127.0.0.1:${port}`] }] }] },
          scrape_configs: podScrapeJobs(manifests(rendered), {
            discoveryUrl: `${pod.url}/discovery`,
            proxyUrl: pod.url,
            scrapeInterval: '1s',
          }),
        },
      });
      const { path, notification } = await eventually('a notification', 150, async () => receivers.received[0]);
      expect(path).toBe('/pages');
      expect(notification.receiver).toBe('pages');
      const slos = notification.alerts.map(({ labels }) => labels);
      expect(slos[0]).toMatchObject({
        alertname: 'ErrorBudgetBurn',
        service: 'tracking',
        severity: 'page',
        ...values.prometheus.prometheusSpec.externalLabels,
      });
      // The tickets about the same promise are held back by the page.
      await pause(5000);
      expect(receivers.received.map((each) => each.path)).not.toContain('/tickets');
    } finally {
      await prometheus?.stop();
      await alertmanager.stop();
      receivers.stop();
      pod.stop();
    }
  }, 300_000);
});

interface RunningSite {
  /** Where its querier answers peers. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Thanos as rendered, with the addresses of this machine in place of those of the cluster. */
async function startThanos(
  name: string,
  pod: PodSpec,
  folder: string,
  certificates: Certificates | undefined,
  replace: (word: string) => string | undefined,
): Promise<{ process: ServiceProcess; http: number; grpc: number }> {
  const http = await freePort();
  const grpc = await freePort();
  const container = localContainer(pod, { folder, secret: () => '' });
  const peerFiles = certificates
    ? ([
        ['ca.crt', certificates.authority],
        ['tls.crt', certificates.certificate],
        ['tls.key', certificates.key],
      ] as const)
    : [];
  for (const [file, from] of peerFiles) writeFileSync(join(folder, 'secret-thanos-peer', file), readFileSync(from));
  const process = await startService({
    name,
    command: toolPath('thanos') ?? 'thanos',
    arguments: container.arguments.flatMap((word) => {
      const local = replace(word);
      return local === ''
        ? []
        : [(local ?? word).replace('0.0.0.0:10902', `127.0.0.1:${http}`).replace('0.0.0.0:10901', `127.0.0.1:${grpc}`)];
    }),
    logPath: join(folder, `${name}.log`),
    ready: () => answersOk(`http://127.0.0.1:${http}/-/ready`),
  });
  return { process, http, grpc };
}

/** A Prometheus with its sidecar, and the querier that its site shows to peers. */
async function startSite(site: string, certificates: Certificates): Promise<RunningSite> {
  const folder = folderOf(site);
  const rules = join(folder, 'rules.yaml');
  writeFileSync(rules, stringify({ groups: [{ name: 'answer', rules: [{ record: 'answer', expr: 'vector(42)' }] }] }));
  const prometheus = await startPrometheusServer({
    dir: join(folder, 'prometheus'),
    configuration: {
      global: {
        external_labels: { ...values.prometheus.prometheusSpec.externalLabels, site },
        evaluation_interval: '1s',
      },
      rule_files: [rules],
    },
  });
  const [sidecarHttp, sidecarGrpc] = [await freePort(), await freePort()];
  const sidecar = await startService({
    name: `sidecar of ${site}`,
    command: toolPath('thanos') ?? 'thanos',
    arguments: [
      ...['sidecar', `--prometheus.url=${prometheus.url}`, `--tsdb.path=${join(folder, 'prometheus', 'data')}`],
      ...[`--http-address=127.0.0.1:${sidecarHttp}`, `--grpc-address=127.0.0.1:${sidecarGrpc}`],
    ],
    logPath: join(folder, 'sidecar.log'),
    ready: () => answersOk(`http://127.0.0.1:${sidecarHttp}/-/ready`),
  });
  const querier = await startThanos('querier', podOf('Deployment', 'thanos-site'), folder, certificates, (word) => {
    if (word.includes('thanos-discovery')) return `--endpoint=127.0.0.1:${sidecarGrpc}`;
    // Nothing is in a bucket yet.
    return word.startsWith('--endpoint=') ? '' : undefined;
  });
  return {
    address: `127.0.0.1:${querier.grpc}`,
    stop: async () => {
      await querier.process.stop();
      await sidecar.stop();
      await prometheus.stop();
    },
  };
}

interface ThanosAnswer {
  readonly data: { readonly result: readonly { readonly metric: Readonly<Record<string, string>> }[] };
  readonly warnings?: readonly string[];
}

proof('the view over all sites', ['prometheus', 'thanos'], () => {
  const own = values.prometheus.prometheusSpec.externalLabels.site ?? '';
  let certificates: Certificates;
  let sites: { readonly hub: RunningSite; readonly spoke: RunningSite };
  let fleet: { process: ServiceProcess; http: number };

  beforeAll(async () => {
    certificates = await makeCertificates(folderOf('certificates'));
    sites = { hub: await startSite(own, certificates), spoke: await startSite(peer, certificates) };
    fleet = await startThanos('fleet', podOf('Deployment', 'thanos-fleet'), folderOf('fleet'), certificates, (word) =>
      word
        .replace('thanos-site.monitoring.svc:10901', sites.hub.address)
        .replace(`peers-${peer}.ml.example.com:443`, sites.spoke.address),
    );
  }, 180_000);

  afterAll(async () => {
    await fleet?.process.stop();
    await sites?.spoke.stop();
    await sites?.hub.stop();
  });

  const ask = async (): Promise<ThanosAnswer> => {
    const response = await fetch(`http://127.0.0.1:${fleet.http}/api/v1/query?query=answer`);
    return (await response.json()) as ThanosAnswer;
  };

  it('shows the series of both, each under the name of its site', async () => {
    const seen = await eventually('series of both sites', 60, async () => {
      const { data } = await ask();
      const found = data.result.map(({ metric }) => metric.site).sort();
      return found.length === 2 ? found : undefined;
    });
    expect(seen).toEqual([peer, own].sort());
  });

  it('is for sites of the environment only: who shows no certificate gets no answer', async () => {
    const [host = '', port] = sites.spoke.address.split(':');
    const refused = await new Promise<string>((resolve) => {
      const socket = connect({
        ...{ host, port: Number(port), ca: readFileSync(certificates.authority), ALPNProtocols: ['h2'] },
      });
      socket.on('error', (error) => resolve(error.message));
      socket.on('data', () => resolve('answered'));
      socket.on('end', () => resolve('closed'));
    });
    expect(refused).toMatch(/certificate required|bad certificate|closed/);
  });

  it('goes on with what is left when a site is lost', async () => {
    await sites.spoke.stop();
    const left = await eventually('series of one site', 60, async () => {
      const { data } = await ask();
      const found = data.result.map(({ metric }) => metric.site);
      return found.length === 1 ? found : undefined;
    });
    expect(left).toEqual([own]);
  });
});
