import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { monitoring } from '../../services';
import { renderLocal, specOf, the } from '../charts/site-rendering';
import { localContainer, type PodSpec } from './local-container';
import { session } from './session';
import { proof, toolPath } from './skips';
import { freePort } from './tools/free-port';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { answersOk, type ServiceProcess, startService } from './tools/service-process';

const site = 'test-local';
const rendered = renderLocal({ services: { monitoring: monitoring.config.parse({ size: 'small' }) } });

/** One line, as a collector sends it. */
const line = (text: string) => ({
  resourceLogs: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'mlflow' } }] },
      scopeLogs: [{ logRecords: [{ timeUnixNano: `${Date.now()}000000`, body: { stringValue: text } }] }],
    },
  ],
});

proof('logs', ['loki', 'moto'], () => {
  let moto: MotoServer;
  let loki: ServiceProcess;
  let url: string;

  beforeAll(async () => {
    const folder = join(session().folder, 'logs');
    mkdirSync(folder, { recursive: true });
    moto = await startMotoServer({ dir: folder });
    await fetch(`${moto.url}/monitoring-logs`, { method: 'PUT' });
    const [http, grpc] = [await freePort(), await freePort()];
    url = `http://127.0.0.1:${http}`;
    const { spec } = specOf<{ template: { spec: PodSpec } }>(the(rendered, 'StatefulSet', 'loki')).template;
    const { data } = the(rendered, 'ConfigMap', 'loki') as unknown as { data: Record<string, string> };
    const volume = join(folder, 'data');
    const file = (data['loki.yaml'] ?? '')
      .replace('http://monitoring-logs.monitoring.svc:8333', moto.url)
      .replaceAll('"monitoring-logs.monitoring.svc:8333"', JSON.stringify(moto.url))
      .replace('"http_listen_port": 3100', `"http_listen_port": ${http}`)
      .replace('"grpc_listen_port": 9095', `"grpc_listen_port": ${grpc}`)
      .replace('"path_prefix": "/loki"', `"path_prefix": ${JSON.stringify(volume)}`)
      // The machine's own address may not be one that it can reach itself by.
      .replace('"ring": {', '"instance_addr": "127.0.0.1", "ring": {');
    const container = localContainer(spec, {
      folder,
      secret: () => 'secret',
      files: ({ configMap }): Readonly<Record<string, string>> => (configMap === 'loki' ? { 'loki.yaml': file } : {}),
    });
    loki = await startService({
      name: 'loki',
      command: toolPath('loki') ?? 'loki',
      arguments: container.arguments,
      env: { ...process.env, ...container.env },
      logPath: join(folder, 'loki.log'),
      readyTimeoutSeconds: 120,
      ready: () => answersOk(`${url}/ready`),
    });
  }, 240_000);

  afterAll(async () => {
    await loki?.stop();
    await moto?.stop();
  });

  const send = (text: string, tenant?: string) =>
    fetch(`${url}/otlp/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(tenant ? { 'X-Scope-OrgID': tenant } : {}) },
      body: JSON.stringify(line(text)),
    });

  const found = async (tenant: string): Promise<string[]> => {
    const query = new URLSearchParams({ query: '{service_name="mlflow"}' });
    const response = await fetch(`${url}/loki/api/v1/query_range?${query}`, { headers: { 'X-Scope-OrgID': tenant } });
    const { data } = (await response.json()) as { data: { result: { values: [string, string][] }[] } };
    return data.result.flatMap(({ values }) => values.map(([, text]) => text));
  };

  it('are taken by OTLP and found again by their service', async () => {
    const sent = await send('a run has failed', site);
    expect(sent.status).toBe(204);
    for (let tries = 0; tries < 60 && (await found(site)).length === 0; tries += 1) await pause(500);
    expect(await found(site)).toEqual(['a run has failed']);
  }, 60_000);

  it('are neither taken nor shown without a tenant, and not to another one', async () => {
    expect((await send('whose?')).status).toBe(401);
    expect(await found('another-site')).toEqual([]);
  });

  it('reach the bucket', async () => {
    expect((await fetch(`${url}/flush`, { method: 'POST' })).ok).toBe(true);
    const stored = async () => (await fetch(`${moto.url}/monitoring-logs?list-type=2`)).text();
    for (let tries = 0; tries < 60 && !(await stored()).includes(`<Key>${site}/`); tries += 1) await pause(500);
    expect(await stored()).toContain(`<Key>${site}/`);
  }, 60_000);
});
