import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { makeCertificates } from './tools/certificates';

/** A resource that has metrics, as Cloud Monitoring names it. */
export interface MonitoredResource {
  readonly type: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface CloudMonitoring {
  /** What a program needs to take this for Google: credentials, an authority, and the way there. */
  readonly env: Readonly<Record<string, string>>;
  stop(): void;
}

const host = 'monitoring.googleapis.com';

const portOf = (server: { address(): unknown }): number => (server.address() as AddressInfo).port;
const listening = <S extends Pick<Server, 'listen'>>(server: S): Promise<S> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));

/** `resource.labels.<name>=monitoring.regex.full_match("<pattern>")`; whoever states none is shown everything. */
function admits(filter: string, { labels }: MonitoredResource): boolean {
  const [, label = '', pattern] =
    /resource\.labels\.(\w+)=monitoring\.regex\.full_match\("([^"]*)"\)/.exec(filter) ?? [];
  return pattern === undefined || new RegExp(`^(?:${pattern})$`).test(labels[label] ?? '');
}

/** Answers `metricDescriptors.list` and `timeSeries.list` of Cloud Monitoring's API, version 3: every metric is 7. */
function answer(path: string, resourceOf: (metric: string) => readonly MonitoredResource[]): unknown {
  const url = new URL(path, `https://${host}`);
  const filter = url.searchParams.get('filter') ?? '';
  const metric = /metric\.type ?= ?(?:starts_with\()?"([^"]+)"/.exec(filter)?.[1] ?? '';
  const kind = { metricKind: 'GAUGE', valueType: 'DOUBLE' };
  if (url.pathname.endsWith('/metricDescriptors')) {
    return { metricDescriptors: [{ type: metric, name: metric, unit: '1', description: metric, ...kind }] };
  }
  const now = new Date().toISOString();
  return {
    timeSeries: resourceOf(metric)
      .filter((resource) => admits(filter, resource))
      .map((resource) => ({
        metric: { type: metric, labels: {} },
        resource,
        ...kind,
        points: [{ interval: { startTime: now, endTime: now }, value: { doubleValue: 7 } }],
      })),
  };
}

/** Stands in for Google's API on loopback: TLS under the API's own name, reached through a proxy as some networks have one. */
export async function startCloudMonitoring(
  folder: string,
  resourceOf: (metric: string) => readonly MonitoredResource[],
): Promise<CloudMonitoring> {
  const { authority, certificate, key } = await makeCertificates(folder, `DNS:${host}`);
  const api = await listening(
    createTlsServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(answer(request.url ?? '/', resourceOf)));
    }),
  );
  const proxy = createServer();
  proxy.on('connect', (_request, client, head) => {
    const upstream = connect(portOf(api), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  await listening(proxy);
  const tokens = await listening(
    createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: 'token', token_type: 'Bearer', expires_in: 3600 }));
    }),
  );
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const credentials = join(folder, 'credentials.json');
  writeFileSync(
    credentials,
    JSON.stringify({
      type: 'service_account',
      client_email: 'exporter@proof.iam.gserviceaccount.com',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
      token_uri: `http://127.0.0.1:${portOf(tokens)}/token`,
    }),
  );
  return {
    env: {
      GOOGLE_APPLICATION_CREDENTIALS: credentials,
      SSL_CERT_FILE: authority,
      HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}`,
    },
    stop: () => {
      for (const server of [api, proxy, tokens]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}
