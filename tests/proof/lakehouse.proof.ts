import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lakehouseSignals } from '../../charts/lakehouse/signals';
import type { Manifest } from '../../policies/site-output';
import { lakehouse } from '../../services';
import { renderLocal, the } from '../charts/site-rendering';
import { type Container, localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { renderedSites } from './rendered-sites';
import { session } from './session';
import { proof, toolPath } from './skips';
import { runCommand } from './tools/command';
import { freePort } from './tools/free-port';
import { answersOk, type ServiceProcess } from './tools/service-process';
import { prepareTrino, query, type Trino } from './tools/trino-server';

type Role = 'coordinator' | 'worker';
const DEPLOYMENTS: Readonly<Record<Role, string>> = { coordinator: 'trino', worker: 'trino-worker' };
const COMMAND = '/usr/lib/trino/bin/run-trino';

interface NodeContainer extends Container {
  readonly lifecycle?: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
}

/** Stands in for the catalogue of tables: one warehouse with one schema and no table. */
class TableCatalogue {
  readonly asked: string[] = [];
  private server: Server | undefined;
  port = 0;

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      const path = request.url ?? '';
      this.asked.push(path);
      const answers: readonly (readonly [RegExp, object])[] = [
        [/^\/catalog\/v1\/config\?/, { defaults: {}, overrides: { prefix: 'site' } }],
        [/^\/catalog\/v1\/site\/namespaces\/shop\/(tables|views)/, { identifiers: [] }],
        [/^\/catalog\/v1\/site\/namespaces\/shop$/, { namespace: ['shop'], properties: {} }],
        [/^\/catalog\/v1\/site\/namespaces/, { namespaces: path.includes('parent=') ? [] : [['shop']] }],
      ];
      const found = answers.find(([pattern]) => pattern.test(path))?.[1];
      response.writeHead(found ? 200 : 404, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(found ?? { error: { message: path, type: 'NoSuchEndpoint', code: 404 } }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => (this.server ? this.server.close(resolve) : resolve(undefined)));
  }
}

proof('Trino as rendered', ['java-25', 'trino', 'trino-iceberg'], () => {
  const rendered = renderLocal({
    services: { lakehouse: lakehouse.config.parse({ ownKey: false, size: 'small', workers: 2, queryMaxMinutes: 7 }) },
  });
  const folder = join(session().folder, 'lakehouse');
  const catalogue = new TableCatalogue();
  const running: ServiceProcess[] = [];
  const ports: Record<Role, number> = { coordinator: 0, worker: 0 };
  const urlOf = (role: Role) => `http://127.0.0.1:${ports[role]}`;
  /** Whether `/v1/info` answered while the coordinator was still starting. */
  let answeredEarly = false;
  let trino: Trino;
  let worker: ServiceProcess;

  const dataOf = (manifest: Manifest) => (manifest as unknown as { data: Readonly<Record<string, string>> }).data;
  const templateOf = (role: Role) => podTemplateOf(the(rendered, 'Deployment', DEPLOYMENTS[role]));
  const specOf = (role: Role) => templateOf(role)?.spec as unknown as PodSpec;
  const containerOf = (role: Role): NodeContainer => {
    const [container] = specOf(role).containers;
    if (container === undefined) throw new Error(`${role} has no container`);
    return container;
  };
  const probesOf = (role: Role) => {
    const { startupProbe, readinessProbe, livenessProbe } = containerOf(role);
    return [startupProbe, readinessProbe, livenessProbe].map((probe) => probe?.httpGet?.path ?? 'none');
  };
  const folderOf = (role: Role, path: string): string => {
    const mount = containerOf(role).volumeMounts?.find(({ mountPath }) => mountPath === path);
    return join(folder, role, mount?.name ?? 'none');
  };

  /** Addresses and folders of the pods, on this machine. */
  const here = (role: Role) => (text: string) =>
    text
      .replace('http-server.http.port=8080', `http-server.http.port=${ports[role]}`)
      .replaceAll('http://trino.lakehouse.svc:8080', urlOf('coordinator'))
      .replaceAll('http://lakekeeper.lakehouse.svc:8181', `http://127.0.0.1:${catalogue.port}`)
      .replaceAll(/\/etc\/trino-catalogs(?=\n)/g, folderOf(role, '/etc/trino-catalogs'))
      .replaceAll('/etc/trino/', `${folderOf(role, '/etc/trino')}/`)
      .replaceAll('/data/trino', folderOf(role, '/data/trino'));

  /** Every kind of catalogue that the sites of the examples have, each under the name of a site. */
  const cloudCatalogues = (): Readonly<Record<string, string>> => {
    const kinds = new Map<string, readonly [string, string]>();
    for (const { environment, name, waves } of renderedSites()) {
      const objects = waves.flatMap((wave) => wave.objects.map(({ manifest }) => manifest));
      const found = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'trino-catalogs');
      const text = found ? Object.values(dataOf(found)).join('\n') : '';
      const keys = text.replace(/=.*/g, '');
      if (found && !kinds.has(keys)) kinds.set(keys, [`${environment}_${name}`.replaceAll('-', '_'), text]);
    }
    return Object.fromEntries(kinds.values());
  };

  const containerHere = (role: Role) =>
    localContainer(specOf(role), {
      folder: join(folder, role),
      secret: (name) => `${name}-of-the-proof-that-is-long-enough`,
      files: ({ configMap }) =>
        Object.fromEntries(
          Object.entries(configMap ? dataOf(the(rendered, 'ConfigMap', configMap)) : {}).map(([file, text]) => [
            file,
            here(role)(text),
          ]),
        ),
    });

  const startNode = async (role: Role, properties: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> => {
    const { env } = containerHere(role);
    const more = role === 'coordinator' ? cloudCatalogues() : {};
    for (const [name, text] of Object.entries(more))
      writeFileSync(join(folderOf(role, '/etc/trino-catalogs'), `${name}.properties`), here(role)(text));
    const node = await trino.start({
      name: role,
      configuration: folderOf(role, '/etc/trino'),
      env,
      port: ports[role],
      readyPath: probesOf(role)[0] ?? '/',
      properties,
      onLook: async (url) => {
        if (role === 'coordinator' && (await answersOk(`${url}/v1/info`))) answeredEarly ||= await isStarting(role);
      },
    });
    running.push(node);
    return node;
  };

  const isStarting = async (role: Role): Promise<boolean> =>
    ((await (await fetch(`${urlOf(role)}/v1/info`)).json()) as { starting: boolean }).starting;

  const eventually = async (seconds: number, holds: () => Promise<boolean>): Promise<boolean> => {
    for (const deadline = performance.now() + seconds * 1000; performance.now() < deadline; await pause(250))
      if (await holds()) return true;
    return false;
  };

  beforeAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await catalogue.start();
    trino = await prepareTrino({
      python: toolPath('java-25') ?? '',
      engine: toolPath('trino') ?? '',
      plugins: {
        iceberg: { archives: toolPath('trino-iceberg') ?? '', class: 'io.trino.plugin.iceberg.IcebergPlugin' },
      },
      folder: join(folder, 'trino'),
    });
    Object.assign(ports, { coordinator: await freePort(), worker: await freePort() });
    // Half a minute of grace is longer than a proof may take.
    const started = await Promise.all([
      startNode('coordinator'),
      startNode('worker', { 'shutdown.grace-period': '2s' }),
    ]);
    worker = started[1];
  });
  afterAll(async () => {
    await Promise.all(running.map((service) => service.stop()));
    await catalogue.stop();
  });

  it('is started by what the image has for it', () => {
    expect((['coordinator', 'worker'] as const).map((role) => containerHere(role).command)).toEqual([COMMAND, COMMAND]);
  });

  it('takes every property by the name that it has now', () => {
    for (const role of ['coordinator', 'worker'] as const) {
      const log = readFileSync(join(folder, 'trino', role, 'server.log'), 'utf8');
      expect(log).toContain('SERVER STARTED');
      expect(log.match(/^\d+\) .*/gm) ?? []).toEqual([]);
    }
  });

  it('answers its probes, the first of them no earlier than it is ready', async () => {
    for (const role of ['coordinator', 'worker'] as const) {
      expect(await isStarting(role)).toBe(false);
      for (const path of probesOf(role)) expect([path, await answersOk(`${urlOf(role)}${path}`)]).toEqual([path, true]);
    }
    // Without it the proof could not tell an early answer from a late one.
    expect(answeredEarly).toBe(true);
  });

  it('lets the worker do the work', async () => {
    const nodes = 'SELECT node_id, coordinator, state FROM system.runtime.nodes ORDER BY 1';
    const both = [
      ['coordinator', true, 'active'],
      ['worker', false, 'active'],
    ];
    expect(
      await eventually(
        30,
        async () => JSON.stringify((await query(urlOf('coordinator'), nodes)).rows) === JSON.stringify(both),
      ),
    ).toBe(true);
    const counted = await query(
      urlOf('coordinator'),
      'SELECT count(*), max(n) FROM TABLE(sequence(start => 1, stop => 100000)) AS t(n)',
    );
    expect(counted).toMatchObject({ error: '', rows: [[100_000, 100_000]] });
    const tasks = await query(
      urlOf('coordinator'),
      `SELECT count(*) FROM system.runtime.tasks WHERE query_id = '${counted.id}' AND node_id = 'worker'`,
    );
    expect(Number(tasks.rows[0]?.[0])).toBeGreaterThan(0);
  });

  it('keeps the rendered limit of a query', async () => {
    const { rows } = await query(urlOf('coordinator'), "SHOW SESSION LIKE 'query_max_run_time'");
    expect(rows[0]?.[1]).toBe('7.00m');
  });

  it('asks the catalogue for the rendered warehouse, and has that of every cloud', async () => {
    expect(await query(urlOf('coordinator'), 'SHOW SCHEMAS FROM lakehouse')).toMatchObject({
      error: '',
      rows: [['information_schema'], ['shop'], ['system']],
    });
    expect(catalogue.asked[0]).toContain('warehouse=lakehouse');
    const others = Object.keys(cloudCatalogues());
    const { rows } = await query(urlOf('coordinator'), 'SHOW CATALOGS');
    expect(others.length).toBeGreaterThan(2);
    expect(rows.map(([name]) => name)).toEqual(expect.arrayContaining(['lakehouse', ...others]));
  });

  it('turns away who gives no name, who is no node, and who would end the coordinator', async () => {
    const status = async (role: Role, path: string, options: RequestInit = {}) =>
      (await fetch(`${urlOf(role)}${path}`, options)).status;
    expect(await status('coordinator', '/v1/statement', { method: 'POST', body: 'SELECT 1' })).toBe(401);
    expect(await status('worker', '/v1/memory')).toBe(403);
    const headers = { 'Content-Type': 'application/json', 'X-Trino-User': 'ann' };
    const end = { method: 'PUT', headers, body: '"SHUTTING_DOWN"' };
    expect(await status('coordinator', '/v1/info/state', end)).toBe(403);
  });

  it('shows the metrics that alerts and panels are made of', async () => {
    const { annotations = {} } = (templateOf('coordinator')?.metadata ?? {}) as {
      annotations?: Record<string, string>;
    };
    const text = await (await fetch(`${urlOf('coordinator')}${annotations['prometheus.io/path']}`)).text();
    const wanted = lakehouseSignals.metrics.filter((name) => name.startsWith('trino_'));
    expect(wanted.length).toBeGreaterThan(3);
    expect(wanted.filter((name) => !new RegExp(`^${name}[ {]`, 'm').test(text))).toEqual([]);
  });

  it('refuses a property that it does not know', async () => {
    const configuration = join(folder, 'invented');
    cpSync(folderOf('coordinator', '/etc/trino'), configuration, { recursive: true });
    const config = readFileSync(join(configuration, 'config.properties'), 'utf8');
    const port = await freePort();
    writeFileSync(
      join(configuration, 'config.properties'),
      `${config.replace(/port=\d+/, `port=${port}`)}evenkeel.invented=1\n`,
    );
    const { env } = containerHere('coordinator');
    const starting = trino.start({ name: 'invented', configuration, env, port, readyPath: '/v1/info' });
    await expect(starting).rejects.toThrow(/evenkeel\.invented/);
  });

  it('a worker that is told to leave ends what it does before it goes', async () => {
    const [shell = '', ...words] = containerOf('worker').lifecycle?.preStop.exec.command ?? [];
    const long = query(
      urlOf('coordinator'),
      'SELECT count(*) FROM TABLE(sequence(start => 1, stop => 200000000)) AS t(n) WHERE n % 7 = 0',
    );
    let ended = false;
    const end = () => {
      ended = true;
    };
    long.then(end, end);
    await pause(1000);
    expect(ended).toBe(false);
    const left = await runCommand(
      shell,
      words.map((word) => word.replaceAll(':8080', `:${ports.worker}`)),
      { timeoutMs: 60_000 },
    );
    expect([left.exitCode, left.stderr]).toEqual([0, '']);
    expect(await eventually(60, async () => !worker.isRunning())).toBe(true);
    expect(await long).toMatchObject({ error: '', rows: [[28_571_428]] });
  });
});
