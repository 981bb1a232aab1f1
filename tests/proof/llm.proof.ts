import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { type AddressInfo, createConnection } from 'node:net';
import { join } from 'node:path';
import type { Manifest } from '../../charts';
import { limiterName, ports, routerName } from '../../charts/llm/llm';
import { llmSignals } from '../../charts/llm/signals';
import { askedMetrics } from '../../constructs/kubernetes/envoy-requests';
import { llm, monitoring } from '../../services';
import { manifests, renderLocal, the } from '../charts/site-rendering';
import { type Container, localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { session } from './session';
import { proof, toolPath } from './skips';
import { runCommand } from './tools/command';
import { freePort } from './tools/free-port';
import { type ServiceProcess, startService } from './tools/service-process';

const REVISION = '0123456789abcdef0123456789abcdef01234567';
const KEY = 'Key0Key1Key2';

/** What a stand-in for a model server or a provider was asked. */
interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly model: string;
}

const events = (...data: readonly object[]): string =>
  [...data.map((each) => JSON.stringify(each)), '[DONE]'].map((each) => `data: ${each}\n\n`).join('');

/** Answers as vLLM does: 30 tokens, or 70 in a stream; a provider's stream does not say how many. */
const modelServer = (asked: Asked[]): Server =>
  createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { model, stream } = JSON.parse(body) as { model: string; stream?: boolean };
      asked.push({ path: request.url ?? '', headers: request.headers, model });
      const text = { choices: [{ text: 'he said \\"total_tokens\\": 9999,' }] };
      if (!stream) {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ ...text, usage: { prompt_tokens: 3, total_tokens: 30 } }));
        return;
      }
      response.setHeader('content-type', 'text/event-stream; charset=utf-8');
      response.end(model === 'gpt-5' ? events(text, text) : events(text, { choices: [], usage: { total_tokens: 70 } }));
    });
  });

const listening = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

const reachable = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => {
      socket.end();
      resolve(true);
    }).on('error', () => resolve(false));
  });

interface Cluster {
  readonly name: string;
  transport_socket?: object;
  readonly load_assignment: {
    readonly endpoints: readonly {
      readonly lb_endpoints: readonly {
        readonly endpoint: { readonly address: { socket_address: { address: string; port_value: number } } };
      }[];
    }[];
  };
}

interface RouterFile {
  readonly admin: { readonly address: { socket_address: { port_value: number } } };
  readonly static_resources: {
    readonly listeners: readonly {
      readonly name: string;
      readonly address: { socket_address: { address: string; port_value: number } };
    }[];
    readonly clusters: readonly Cluster[];
  };
}

const source = { from: 'bucket', path: 'models/one' };

proof('the model router as rendered', ['envoy', 'ratelimit', 'redis'], () => {
  const rendered = renderLocal({
    services: {
      llm: llm.config.parse({
        ownKey: false,
        models: {
          small: { source, parametersBillion: 7 },
          resting: { source, parametersBillion: 7, replicas: { min: 0, max: 1 } },
        },
        external: {
          openai: { provider: 'openai', models: ['gpt-5'] },
          resource: { provider: 'azure-openai', host: 'acme.openai.example.com', models: ['chat'] },
        },
        tokenLimit: { tokensPerMinute: 100, clients: { large: 10_000 } },
      }),
      monitoring: monitoring.config.parse({}),
    },
  });
  const specOf = (name: string): PodSpec =>
    podTemplateOf(the(rendered, 'Deployment', name) as never)?.spec as unknown as PodSpec;
  const filesOf = (name: string) =>
    (the(rendered, 'ConfigMap', name) as unknown as { data: Readonly<Record<string, string>> }).data;

  const folder = join(session().folder, 'llm');
  const asked: Asked[] = [];
  const model = modelServer(asked);
  const services: ServiceProcess[] = [];
  const local: Record<
    'model' | 'redis' | 'grpc' | 'limiter' | 'limits' | 'admin' | 'gateway' | 'site' | 'health',
    number
  > = { model: 0, redis: 0, grpc: 0, limiter: 0, limits: 0, admin: 0, gateway: 0, site: 0, health: 0 };

  /** The rendered file, with the addresses of this machine in place of the cluster's. */
  const here = (text: string): string => {
    const file = JSON.parse(text) as RouterFile;
    file.admin.address.socket_address.port_value = local.admin;
    for (const { name, address } of file.static_resources.listeners) {
      address.socket_address = { address: '127.0.0.1', port_value: local[name as 'gateway' | 'site' | 'health'] };
    }
    for (const cluster of file.static_resources.clusters) {
      const address = cluster.load_assignment.endpoints[0]?.lb_endpoints[0]?.endpoint.address;
      if (!address) throw new Error(`${cluster.name} leads nowhere`);
      const port = { 'token-limit': local.grpc, admin: local.admin }[cluster.name] ?? local.model;
      address.socket_address =
        cluster.name === 'model-resting'
          ? { address: 'nowhere.invalid', port_value: ports.model }
          : { address: '127.0.0.1', port_value: port };
      // The stand-in has no certificate of a provider.
      delete cluster.transport_socket;
    }
    return JSON.stringify(file);
  };

  const start = async (
    name: string,
    tool: string,
    command: Parameters<typeof localContainer>[1],
    ready: () => Promise<boolean>,
  ) => {
    const container = localContainer(specOf(name), command);
    services.push(
      await startService({
        name,
        command: toolPath(tool) ?? '',
        arguments: container.arguments,
        env: { ...process.env, ...container.env },
        logPath: join(folder, `${name}.log`),
        ready,
      }),
    );
  };

  const url = (door: 'gateway' | 'site' | 'health', path: string) => `http://127.0.0.1:${local[door]}${path}`;
  const ask = async (
    headers: Readonly<Record<string, string>>,
    body: object | string,
    door: 'gateway' | 'site' = 'gateway',
  ) => {
    const response = await fetch(url(door, '/v1/chat/completions'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    // What an answer has used is counted when it has ended.
    await new Promise((resolve) => setTimeout(resolve, 150));
    return { status: response.status, left: Number(response.headers.get('x-ratelimit-remaining')), response, text };
  };
  /** Counts begin anew with every minute: a test that needs one whole waits for its beginning. */
  const wholeMinute = async () => {
    const left = 60_000 - (Date.now() % 60_000);
    if (left < 10_000) await new Promise((resolve) => setTimeout(resolve, left + 200));
  };

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    for (const name of Object.keys(local) as (keyof typeof local)[]) local[name] = await freePort();
    local.model = await listening(model);
    services.push(
      await startService({
        name: 'redis',
        command: toolPath('redis') ?? '',
        arguments: ['--port', `${local.redis}`, '--bind', '127.0.0.1', '--requirepass', KEY, '--save', ''],
        logPath: join(folder, 'redis.log'),
        ready: () => reachable(local.redis),
      }),
    );
    const counters: Readonly<Record<string, string>> = {
      host: '127.0.0.1',
      port: `${local.redis}`,
      username: 'default',
      password: KEY,
    };
    await start(
      limiterName,
      'ratelimit',
      {
        folder: join(folder, limiterName),
        secret: (_name, key) => counters[key] ?? '',
        files: ({ configMap }) => (configMap ? filesOf(configMap) : {}),
        env: {
          // The store here has no certificate; the one in the cluster is proved elsewhere.
          REDIS_TLS: 'false',
          // Where the harness puts the volume.
          RUNTIME_ROOT: join(folder, limiterName),
          RUNTIME_SUBDIRECTORY: '.',
          RUNTIME_APPDIRECTORY: `config-${limiterName}`,
          PORT: `${local.limiter}`,
          GRPC_PORT: `${local.grpc}`,
          DEBUG_PORT: `${await freePort()}`,
          PROMETHEUS_ADDR: `127.0.0.1:${local.limits}`,
        },
      },
      () => reachable(local.grpc),
    );
    await start(
      routerName,
      'envoy',
      {
        folder: join(folder, routerName),
        secret: () => KEY,
        files: ({ configMap }) =>
          Object.fromEntries(
            Object.entries(configMap ? filesOf(configMap) : {}).map(([name, text]) => [name, here(text)]),
          ),
      },
      async () => {
        const { readinessProbe } = specOf(routerName).containers[0] as Container;
        return (await fetch(url('health', readinessProbe?.httpGet?.path ?? ''))).ok;
      },
    );
  });
  afterAll(async () => {
    for (const service of services.reverse()) await service.stop();
    model.close();
  });

  it('starts without a warning about its configuration', () => {
    expect(readFileSync(join(folder, `${routerName}.log`), 'utf8')).not.toMatch(/deprecated|work-in-progress|warning/i);
  });

  it('is valid as a whole, with addresses and certificates of providers as they are', async () => {
    const path = join(folder, 'whole.yaml');
    writeFileSync(path, filesOf(routerName)['envoy.yaml'] ?? '');
    const { exitCode, stdout, stderr } = await runCommand(
      toolPath('envoy') ?? '',
      ['--mode', 'validate', '--config-path', path, '--log-level', 'warn'],
      { env: { ...process.env, KEY_OPENAI: KEY, KEY_RESOURCE: KEY }, timeoutMs: 60_000 },
    );
    expect({ exitCode, stdout, warnings: stderr.match(/deprecated|work-in-progress/gi) }).toEqual({
      exitCode: 0,
      stdout: expect.stringContaining('OK'),
      warnings: null,
    });
  });

  it('lists every model', async () => {
    const { data } = (await (await fetch(url('gateway', '/v1/models'))).json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toEqual(['resting', 'small', 'gpt-5', 'chat']);
  });

  it('takes off what an answer has used, whole or streamed, and turns away who has nothing left', async () => {
    await wholeMinute();
    const client = { 'x-auth-client': 'small-team' };
    expect(await ask(client, { model: 'small' })).toMatchObject({ status: 200, left: 100 });
    expect(await ask(client, { model: 'small', stream: true })).toMatchObject({ status: 200, left: 70 });
    expect(await ask(client, { model: 'small' })).toMatchObject({ status: 200, left: 0 });
    const refused = await ask(client, { model: 'small' });
    expect(refused.status).toBe(429);
    expect(JSON.parse(refused.text)).toMatchObject({ error: { type: 'tokens' } });
    // Others are not concerned, and one of them may use more.
    expect(await ask({ 'x-auth-client': 'other' }, { model: 'small' })).toMatchObject({ status: 200, left: 100 });
    expect(await ask({ 'x-auth-client': 'large' }, { model: 'small' })).toMatchObject({ status: 200, left: 10_000 });
  });

  it('counts for whom the gateway names, and for pods of the site together, whatever they say of themselves', async () => {
    await wholeMinute();
    expect(await ask({ 'x-auth-subject': 'token-owner' }, { model: 'small' })).toMatchObject({ left: 100 });
    expect(await ask({ 'x-auth-subject': 'token-owner' }, { model: 'small' })).toMatchObject({ left: 70 });
    expect(await ask({}, { model: 'small' })).toMatchObject({ left: 100 });
    expect(await ask({ 'x-auth-client': 'large' }, { model: 'small' }, 'site')).toMatchObject({ left: 100 });
    expect(await ask({}, { model: 'small' }, 'site')).toMatchObject({ left: 70 });
  });

  it('hands a provider its key, and nothing of who asks; its streams count by their events', async () => {
    await wholeMinute();
    const client = { 'x-auth-client': 'abroad', authorization: 'Bearer of-the-caller', cookie: 'session=1' };
    expect(await ask(client, { model: 'gpt-5', stream: true })).toMatchObject({ status: 200, left: 100 });
    expect(await ask(client, { model: 'chat' })).toMatchObject({ status: 200, left: 97 });
    const [openai, resource] = asked.filter((each) => ['gpt-5', 'chat'].includes(each.model));
    expect(openai).toMatchObject({
      path: '/v1/chat/completions',
      headers: { host: 'api.openai.com', authorization: `Bearer ${KEY}` },
    });
    expect(resource).toMatchObject({
      path: '/openai/v1/chat/completions',
      headers: { host: 'acme.openai.example.com', 'api-key': KEY },
    });
    expect(resource?.headers).not.toHaveProperty('authorization');
    for (const { headers } of [openai, resource] as Asked[]) {
      expect(JSON.stringify(headers)).not.toMatch(/abroad|of-the-caller|session|127\.0\.0\.1/);
    }
  });

  it('says when to come again to a model at rest, and counts the request that wakes it', async () => {
    // What KEDA adds up; a series that only comes with the first request would wake nobody.
    const counted = async (): Promise<number> => {
      const statistics = await (await fetch(url('health', '/stats/prometheus'))).text();
      const counts = Object.values(askedMetrics).map((metric) =>
        new RegExp(`^${metric}\\{envoy_cluster_name="model-resting"\\} (\\d+)$`, 'm').exec(statistics),
      );
      return counts.reduce((sum, count) => sum + Number(count?.[1]), 0);
    };
    const before = await counted();
    expect(before).toBe(0);
    const { status, response, text } = await ask({}, { model: 'resting' });
    expect({ status, after: response.headers.get('retry-after') }).toEqual({ status: 503, after: '30' });
    expect(JSON.parse(text)).toMatchObject({ error: { type: 'unavailable' } });
    expect(await counted()).toBeGreaterThan(0);
    const { triggers } = (
      manifests(rendered).find(({ kind }) => kind === 'ScaledObject') as Manifest & {
        spec: { triggers: { metadata: { query: string } }[] };
      }
    ).spec;
    for (const metric of Object.values(askedMetrics)) {
      expect(triggers.at(-1)?.metadata.query).toContain(`${metric}{`);
    }
  });

  it('answers in the form of the protocol where there is no such model', async () => {
    for (const body of [{ model: 'unknown' }, {}, 'no json']) {
      const { status, text } = await ask({}, body);
      expect({ status, type: (JSON.parse(text) as { error: { type: string } }).error.type }).toEqual({
        status: 404,
        type: 'model_not_found',
      });
    }
  });

  it('refuses a request that is larger than it may hold', async () => {
    const { status } = await ask({}, { model: 'small', text: 'x'.repeat(9 * 1024 ** 2) });
    expect(status).toBe(413);
  });

  it('shows its metrics and nothing else of its own interface', async () => {
    const statistics = await (await fetch(url('health', '/stats/prometheus'))).text();
    const own = llmSignals.metrics.filter(
      (name) => name.startsWith('envoy_') && name !== 'envoy_cluster_ratelimit_error',
    );
    expect(own.filter((name) => !statistics.includes(`# TYPE ${name} `))).toEqual([]);
    expect((await fetch(url('health', '/quitquitquit'), { method: 'POST' })).status).toBe(404);
    // It flushes its own once in ten seconds.
    await new Promise((resolve) => setTimeout(resolve, 11_000));
    const limits = await (await fetch(`http://127.0.0.1:${local.limits}/metrics`)).text();
    expect(limits).toContain('ratelimit_service_rate_limit_over_limit{');
  }, 30_000);

  it('goes on without limits when nobody counts, and says so', async () => {
    await services[1]?.stop();
    expect((await ask({ 'x-auth-client': 'small-team' }, { model: 'small' })).status).toBe(200);
    const statistics = await (await fetch(url('health', '/stats/prometheus'))).text();
    expect(statistics).toMatch(/envoy_cluster_ratelimit_error\{envoy_cluster_name="model-small"\} [1-9]/);
  });
});

proof('the copy of a model as rendered', ['mlflow'], () => {
  const weights = 'weights of a model';
  const digest = '8f8a2c22a9d4d1dbd2cdb1d0e7d6f0ae1f8d4c9d0b5c4d6c0a3f6e1f2b3c4d5e';
  const rendered = renderLocal({
    services: {
      llm: llm.config.parse({
        ownKey: false,
        models: {
          one: {
            source: { from: 'hugging-face', id: 'acme/one', revision: REVISION, gated: true },
            parametersBillion: 1,
          },
        },
      }),
    },
  });
  const job = manifests(rendered).find(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('copy-one'));
  const folder = join(session().folder, 'llm-copy');
  const tokens = new Set<string | undefined>();
  let stated = '';
  const hub = createServer((request, response) => {
    tokens.add(request.headers.authorization);
    const file = request.url?.split(`/acme/one/resolve/${REVISION}/`)[1];
    if (file) {
      response.end(file === 'model.safetensors' ? weights : `content of ${file}`);
      return;
    }
    const lfs = { sha256: stated };
    const siblings = [
      { rfilename: 'config.json' },
      { rfilename: 'model.safetensors', lfs },
      { rfilename: 'model.bin', lfs },
      { rfilename: 'tokenizer/vocab.txt' },
    ];
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ siblings }));
  });
  let port = 0;
  const copy = async () => {
    const spec = podTemplateOf(job as never)?.spec as unknown as PodSpec;
    const target = join(folder, 'bucket');
    mkdirSync(target, { recursive: true });
    const { arguments: words, env } = localContainer(spec, {
      folder: join(folder, 'pod'),
      secret: () => 'hub-token',
      files: ({ configMap }) =>
        configMap ? (the(rendered, 'ConfigMap', configMap) as unknown as { data: Record<string, string> }).data : {},
      env: { HUB: `http://127.0.0.1:${port}`, TARGET: target },
    });
    const python = join(toolPath('mlflow') ?? '', '..', 'python');
    return runCommand(python, words, { env: { ...process.env, ...env, HOME: folder }, timeoutMs: 120_000 });
  };
  const sha256 = async (text: string) =>
    Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))).toString('hex');

  beforeAll(async () => {
    port = await listening(hub);
  });
  afterAll(() => {
    hub.close();
  });

  it('stops at a file that is not what the hub states', async () => {
    stated = digest;
    const { exitCode, stderr } = await copy();
    expect({ exitCode, says: stderr.includes('model.safetensors differs from what the hub states') }).toEqual({
      exitCode: 1,
      says: true,
    });
  });

  it('brings every file of the commit but the same weights in another form, with the token, and marks the end', async () => {
    stated = await sha256(weights);
    const { exitCode, stdout } = await copy();
    expect({ exitCode, bin: stdout.includes('model.bin') }).toEqual({ exitCode: 0, bin: false });
    expect(readFileSync(join(folder, 'bucket', 'model.safetensors'), 'utf8')).toBe(weights);
    expect(readFileSync(join(folder, 'bucket', 'tokenizer', 'vocab.txt'), 'utf8')).toBe(
      'content of tokenizer/vocab.txt',
    );
    expect(readFileSync(join(folder, 'bucket', 'complete.txt'), 'utf8')).toContain(REVISION);
    expect([...tokens]).toEqual(['Bearer hub-token']);
  });

  it('does nothing when it is done', async () => {
    expect((await copy()).stdout).toContain('complete already');
  });
});
