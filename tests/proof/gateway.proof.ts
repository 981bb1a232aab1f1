import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { request } from 'node:https';
import { type AddressInfo, createConnection } from 'node:net';
import { join } from 'node:path';
import { proxyPorts, routesAllowed, siteGateway } from '../../constructs/kubernetes/gateway-names';
import { gateway, serving, tracking } from '../../services';
import { manifests, renderLocal } from '../charts/site-rendering';
import { backendsOf, certificateSecrets, gatewayConfiguration, gatewayObjects, secretOf } from './gateway-objects';
import { localContainer, type PodSpec } from './local-container';
import { session } from './session';
import { proof, toolPath } from './skips';
import { type Certificates, makeCertificates } from './tools/certificates';
import { freePort } from './tools/free-port';
import { type ServiceProcess, startService } from './tools/service-process';

/** What the translator tells when it is ready. */
interface Told {
  readonly node: string;
  readonly limiter: { readonly spec: { readonly template: { readonly spec: PodSpec } } };
  readonly judged: readonly { readonly kind: string; readonly name: string; readonly status: object }[];
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

const clients = ['analyst', 'other', 'partner'] as const;
type Client = (typeof clients)[number];
const keyOf = (client: Client): string => `key-of-${client}`;
const models = 'models.ml.example.com';
const KEY = 'Key0Key1Key2';

const renderedWith = (whenUncounted: 'pass' | 'refuse') =>
  renderLocal({
    services: {
      tracking: tracking.config.parse({ ownKey: false }),
      serving: serving.config.parse({
        ownKey: false,
        models: {
          churn: { source: { from: 'registry', model: 'churn', version: 3 }, access: 'api-key' },
          offers: { source: { from: 'registry', model: 'offers', version: 1 }, access: 'api-key' },
        },
      }),
      gateway: gateway.config.parse({
        apiKeys: { clients },
        userLimit: {
          requestsPerMinute: 3,
          users: { partner: 5 },
          routes: { 'models/offers': { requestsPerMinute: 1 } },
          whenUncounted,
        },
      }),
    },
  });
type Rendered = ReturnType<typeof renderedWith>;

const reachable = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => {
      socket.end();
      resolve(true);
    }).on('error', () => resolve(false));
  });

/** What a proxy of Envoy Gateway begins with: whom to ask for everything else. */
const bootstrapOf = (node: string, admin: number, configuration: number) => {
  const asked = { ads: {}, resource_api_version: 'V3' };
  const loopback = (port: number) => ({ socket_address: { address: '127.0.0.1', port_value: port } });
  return {
    node: { id: node, cluster: node },
    admin: { address: loopback(admin) },
    dynamic_resources: {
      ads_config: {
        api_type: 'DELTA_GRPC',
        transport_api_version: 'V3',
        grpc_services: [{ envoy_grpc: { cluster_name: 'xds_cluster' } }],
      },
      lds_config: asked,
      cds_config: asked,
    },
    static_resources: {
      clusters: [
        {
          name: 'xds_cluster',
          type: 'STATIC',
          typed_extension_protocol_options: {
            'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': {
              '@type': 'type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions',
              explicit_http_config: { http2_protocol_options: {} },
            },
          },
          load_assignment: {
            cluster_name: 'xds_cluster',
            endpoints: [{ lb_endpoints: [{ endpoint: { address: loopback(configuration) } }] }],
          },
        },
      ],
    },
  };
};

/**
 * Real: Envoy Gateway's translator and its protocol, Envoy, the service that counts, with everything as rendered.
 * Stand-ins: what a cluster adds (addresses, certificates, API keys), and the servers behind the gateway. Longer: the
 * 20 ms after which a proxy goes on without a count.
 */
proof('the gateway as rendered', ['gateway-translator', 'envoy', 'ratelimit', 'redis'], () => {
  const services: ServiceProcess[] = [];
  const seen: IncomingHttpHeaders[] = [];
  const backend: Server = createServer((asked, response) => {
    seen.push(asked.headers);
    response.end('{}');
  });
  let certificates: Certificates;
  const start = async (props: Parameters<typeof startService>[0]): Promise<ServiceProcess> => {
    const service = await startService(props);
    services.push(service);
    return service;
  };

  /** A translator for these objects and one proxy of it; gives the proxy's doors and what the translator tells. */
  const startGateway = async (name: string, rendered: Rendered, limiter: number) => {
    const folder = join(session().folder, 'gateway', name);
    mkdirSync(folder, { recursive: true });
    const [configuration, admin, http, https, ready] = [
      await freePort(),
      await freePort(),
      await freePort(),
      await freePort(),
      await freePort(),
    ];
    const objects = gatewayObjects(manifests(rendered));
    const namespaces = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
    const output = join(folder, 'told.json');
    const input = join(folder, 'input.json');
    writeFileSync(
      input,
      JSON.stringify({
        envoyGateway: gatewayConfiguration(manifests(rendered)),
        objects: [
          ...objects,
          ...backendsOf(manifests(rendered), (backend.address() as AddressInfo).port),
          ...[...namespaces].map((each) => ({
            apiVersion: 'v1',
            kind: 'Namespace',
            metadata: { name: each, labels: each === siteGateway.namespace ? {} : routesAllowed },
          })),
          ...certificateSecrets(certificates),
          secretOf(
            'gateway-api-keys',
            gateway.namespace,
            Object.fromEntries(clients.map((client) => [client, keyOf(client)])),
          ),
        ],
        address: `127.0.0.1:${configuration}`,
        ports: { [proxyPorts.http]: http, [proxyPorts.https]: https, 19001: ready, 19003: ready },
        limiter: `127.0.0.1:${limiter}`,
        limiterTimeoutMs: 5000,
        output,
      }),
    );
    await start({
      name: 'gateway-translator',
      command: toolPath('gateway-translator') ?? '',
      arguments: [input],
      logPath: join(folder, 'translator.log'),
      ready: () => Promise.resolve(existsSync(output)),
    });
    const told = JSON.parse(readFileSync(output, 'utf8')) as Told;
    const bootstrap = join(folder, 'bootstrap.json');
    writeFileSync(bootstrap, JSON.stringify(bootstrapOf(told.node, admin, configuration)));
    await start({
      name: 'envoy',
      command: toolPath('envoy') ?? '',
      arguments: ['--config-path', bootstrap, '--log-level', 'warn', '--use-dynamic-base-id', '--concurrency', '1'],
      logPath: join(folder, 'envoy.log'),
      ready: async () => (await reachable(https)) && (await reachable(http)),
    });
    const ask = (path: string, headers: Readonly<Record<string, string>>): Promise<Answer> =>
      new Promise((resolve, reject) => {
        const asked = request(
          {
            host: '127.0.0.1',
            port: https,
            path,
            method: 'POST',
            servername: models,
            headers: { host: models, ...headers },
            ca: readFileSync(certificates.authority),
            checkServerIdentity: () => undefined,
          },
          (response) => {
            response.resume();
            response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
          },
        );
        asked.on('error', reject);
        asked.end('{}');
      });
    const as = async (client: Client, model = 'churn', headers = {}): Promise<number> =>
      (await ask(`/${model}/v2/models/${model}/infer`, { 'x-api-key': keyOf(client), ...headers })).status;
    return { told, http, ask, as };
  };
  type Gateway = Awaited<ReturnType<typeof startGateway>>;
  let site: Gateway;
  let strict: Gateway;
  let limiter: ServiceProcess;

  /** Counts begin anew with every minute: a test that needs one whole waits for its beginning. */
  const wholeMinute = async () => {
    const left = 60_000 - (Date.now() % 60_000);
    if (left < 10_000) await new Promise((resolve) => setTimeout(resolve, left + 200));
  };

  beforeAll(async () => {
    const folder = join(session().folder, 'gateway');
    mkdirSync(folder, { recursive: true });
    certificates = await makeCertificates(folder);
    await new Promise<void>((resolve) => backend.listen(0, '127.0.0.1', resolve));
    const [redis, grpc] = [await freePort(), await freePort()];
    await start({
      name: 'redis',
      command: toolPath('redis') ?? '',
      arguments: ['--port', `${redis}`, '--bind', '127.0.0.1', '--requirepass', KEY, '--save', ''],
      logPath: join(folder, 'redis.log'),
      ready: () => reachable(redis),
    });
    site = await startGateway('pass', renderedWith('pass'), grpc);
    strict = await startGateway('refuse', renderedWith('refuse'), grpc);
    const counters: Readonly<Record<string, string>> = { url: `127.0.0.1:${redis}`, auth: `default:${KEY}` };
    const { address } = JSON.parse(readFileSync(join(folder, 'pass', 'input.json'), 'utf8')) as { address: string };
    const container = localContainer(site.told.limiter.spec.template.spec, {
      folder: join(folder, 'limiter'),
      secret: (_name, key) => counters[key] ?? '',
      env: {
        // Certificates of the cluster's own are left out here; the store's is proved elsewhere.
        REDIS_TLS: 'false',
        GRPC_SERVER_USE_TLS: 'false',
        CONFIG_GRPC_XDS_SERVER_USE_TLS: 'false',
        CONFIG_GRPC_XDS_SERVER_URL: address,
        PROMETHEUS_ADDR: `127.0.0.1:${await freePort()}`,
        PROMETHEUS_MAPPER_YAML: '',
      },
    });
    limiter = await start({
      name: 'ratelimit',
      command: toolPath('ratelimit') ?? '',
      arguments: container.arguments,
      env: {
        ...process.env,
        ...container.env,
        PORT: `${await freePort()}`,
        GRPC_PORT: `${grpc}`,
        DEBUG_PORT: `${await freePort()}`,
      },
      logPath: join(folder, 'ratelimit.log'),
      ready: () => reachable(grpc),
    });
  });
  afterAll(async () => {
    for (const service of services.reverse()) await service.kill();
    backend.close();
  });

  it('is taken by Envoy Gateway, every object of it', () => {
    const kinds = new Set(site.told.judged.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([
      'BackendTrafficPolicy',
      'ClientTrafficPolicy',
      'Gateway',
      'HTTPRoute',
      'SecurityPolicy',
    ]);
    const refused = site.told.judged.filter(({ status }) => JSON.stringify(status).includes('"status":"False"'));
    expect(refused).toEqual([]);
  });

  it('turns away a user who has asked too often, and nobody else', async () => {
    await wholeMinute();
    const asked: number[] = [];
    for (let count = 0; count < 5; count += 1) asked.push(await site.as('analyst'));
    expect(asked).toEqual([200, 200, 200, 429, 429]);
    expect(await site.as('other')).toBe(200);
  });

  it('gives single users and single routes limits of their own', async () => {
    await wholeMinute();
    const asked: number[] = [];
    for (let count = 0; count < 6; count += 1) asked.push(await site.as('partner'));
    expect(asked).toEqual([200, 200, 200, 200, 200, 429]);
    expect([await site.as('other', 'offers'), await site.as('other', 'offers')]).toEqual([200, 429]);
    expect(await site.as('other')).toBe(200);
  });

  it('knows users by their key, whatever they say of themselves', async () => {
    expect((await site.ask('/churn/v2/models/churn/infer', { 'x-auth-client': 'partner' })).status).toBe(401);
    await wholeMinute();
    const names = ['one', 'two', 'three', 'four'];
    const asked: number[] = [];
    for (const name of names) asked.push(await site.as('analyst', 'offers', { 'x-auth-client': name }));
    expect(asked).toEqual([200, 429, 429, 429]);
    const { 'x-auth-client': client, 'x-api-key': key } = seen.at(-1) ?? {};
    expect({ client, key }).toEqual({ client: 'analyst', key: undefined });
  });

  it('sends who comes without TLS to where there is TLS', async () => {
    const { status, headers } = await fetch(`http://127.0.0.1:${site.http}/churn`, {
      headers: { host: models },
      redirect: 'manual',
    });
    expect({ status, to: headers.get('location') }).toEqual({ status: 301, to: expect.stringMatching(/^https:/) });
  });

  it('lets requests pass while nobody counts, or refuses them, as is said', async () => {
    await limiter.kill();
    const asked: number[] = [];
    for (let count = 0; count < 4; count += 1) asked.push(await site.as('other', 'offers'));
    expect(asked).toEqual([200, 200, 200, 200]);
    expect(await strict.as('other', 'offers')).toBe(500);
  });
});
