import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, dirname, join } from 'node:path';
import type { Manifest } from '../../policies/site-output';
import {
  type Allowed,
  addNamespaces,
  allowedOn,
  chartIn,
  chartsFolder,
  complaintsAbout,
  type Release,
  releasesOf,
  rendered,
} from './helm-releases';
import { platformObjects } from './platform-objects';
import { renderedSites } from './rendered-sites';
import { session } from './session';
import { proof, skippedByName, toolPath } from './skips';
import { lastWords, runCommand } from './tools/command';
import { install } from './tools/install';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';

const folder = join(session().folder, 'helm-charts');

const template = (lines: readonly string[]): string => `${lines.join('\n')}\n`;

/** A chart with what charts of operators have: an account, a pod, a role elsewhere, a refusal and a definition. */
const bakery: Readonly<Record<string, string>> = {
  'Chart.yaml': 'apiVersion: v2\nname: bakery\nversion: 1.0.0\n',
  'values.yaml': 'ovens: 1\nwatched: []\nsecurityContext: {}\npod: {}\n',
  'crds/breads.yaml': JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'breads.bakery.example.com' },
    spec: {
      group: 'bakery.example.com',
      names: { kind: 'Bread', plural: 'breads', singular: 'bread', listKind: 'BreadList' },
      scope: 'Cluster',
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: { spec: { type: 'object', properties: { grain: { type: 'string' } } } },
            },
          },
        },
      ],
    },
  }),
  'templates/bakery.yaml': template([
    '{{- if gt (int .Values.ovens) 9 }}{{ fail "no bakery has so many ovens" }}{{ end }}',
    'apiVersion: v1',
    'kind: ServiceAccount',
    'metadata: { name: baker }',
    '---',
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: { name: bakery }',
    'spec:',
    '  replicas: {{ .Values.ovens }}',
    '  selector: { matchLabels: { app: bakery } }',
    '  template:',
    '    metadata: { labels: { app: bakery } }',
    '    spec:',
    '      serviceAccountName: baker',
    '      {{- with .Values.pod }}{{ toYaml . | nindent 6 }}{{ end }}',
    '      containers:',
    '        - name: oven',
    '          image: registry.example.com/oven:1.0.0',
    '          securityContext: {{ toJson .Values.securityContext }}',
    '---',
    'apiVersion: bakery.example.com/v1',
    'kind: Bread',
    'metadata: { name: rye }',
    'spec: { grain: rye }',
    '{{- range .Values.watched }}',
    '---',
    'apiVersion: rbac.authorization.k8s.io/v1',
    'kind: Role',
    'metadata: { name: bakery, namespace: {{ . }} }',
    'rules: []',
    '{{- end }}',
  ]),
};

const restricted = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

const namespace = (name: string): Manifest =>
  ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name,
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted', 'pod-security.kubernetes.io/warn': 'restricted' },
    },
  }) as unknown as Manifest;

const allowed: Allowed = {
  namespaces: ['bread', 'market'],
  clusterKinds: ['apiextensions.k8s.io/CustomResourceDefinition', 'bakery.example.com/Bread'],
};

const release = (values: Release['values']): Release => ({
  name: 'bakery',
  namespace: 'bread',
  chart: 'bakery',
  version: '1.0.0',
  values,
});

async function helm(...commandArguments: readonly string[]): Promise<void> {
  const result = await runCommand(toolPath('helm') ?? 'helm', commandArguments, { timeoutMs: 60_000 });
  if (result.exitCode !== 0) throw new Error(lastWords(result));
}

/** Packages the chart above, as `helm package` does it for those that are published. */
async function packaged(): Promise<string> {
  const source = join(folder, 'bakery');
  for (const [path, text] of Object.entries(bakery)) {
    mkdirSync(dirname(join(source, path)), { recursive: true });
    writeFileSync(join(source, path), text);
  }
  const packages = join(folder, 'packages');
  await helm('package', source, '--destination', packages);
  return packages;
}

const filesOf = (root: string): Promise<Server> =>
  new Promise((resolve) => {
    const server = createServer(({ url = '' }, response) => {
      const name = basename(url);
      if (readdirSync(root).includes(name)) response.end(readFileSync(join(root, name)));
      else response.writeHead(404).end();
    });
    server.listen(0, '127.0.0.1', () => resolve(server));
  });

proof('a chart of our own', ['helm', 'kube-apiserver', 'etcd', 'kubectl'], () => {
  let packages: string;
  let server: KubeApiServer;
  beforeAll(async () => {
    packages = await packaged();
    server = await startKubeApiServer({ dir: join(folder, 'own-server') });
    await addNamespaces(server, [namespace('bread'), namespace('market')]);
  });
  afterAll(async () => server?.kill());

  const objectsOf = (values: Release['values']) => {
    const chart = chartIn(packages, release(values));
    if (chart === undefined) throw new Error('the package is not found by its name and version');
    return rendered(chart, release(values), folder);
  };
  const complaints = async (values: Release['values'], by = allowed) =>
    complaintsAbout(server, await objectsOf(values), release(values), by);

  it('is rendered with the values that it is passed, and taken', async () => {
    const objects = await objectsOf({ ovens: 3, securityContext: restricted });
    expect(objects.find(({ kind }) => kind === 'Deployment')?.spec).toMatchObject({ replicas: 3 });
    expect(await complaints({ ovens: 3, securityContext: restricted, watched: ['market'] })).toEqual([]);
  });

  it('refuses by its own words', () => expect(objectsOf({ ovens: 10 })).rejects.toThrow('no bakery has so many ovens'));

  it('does not pass where the API server knows no such field', async () =>
    expect(await complaints({ securityContext: restricted, pod: { hostNetwrk: true } })).toEqual([
      expect.stringContaining('hostNetwrk'),
    ]));

  it('does not pass where its pods are not restricted', async () =>
    expect(await complaints({})).toEqual([expect.stringContaining('violates PodSecurity "restricted')]));

  it('does not pass where the project allows neither the namespace nor the kind', async () =>
    expect(
      await complaints(
        { securityContext: restricted, watched: ['market'] },
        { namespaces: ['bread'], clusterKinds: ['apiextensions.k8s.io/CustomResourceDefinition'] },
      ),
    ).toEqual(
      [
        'rbac.authorization.k8s.io/Role market/bakery: not allowed by the project',
        'bakery.example.com/Bread /rye: not allowed by the project',
      ].map((text) => expect.stringContaining(text)),
    ));

  it('is downloaded from its repository by the set-up of the tools', async () => {
    const repository = await filesOf(packages);
    try {
      const url = `http://127.0.0.1:${(repository.address() as AddressInfo).port}`;
      await helm('repo', 'index', packages, '--url', url);
      const charts = { bakery: { repository: url, version: '1.0.0' } };
      const tool = {
        name: 'bakery-charts',
        version: '1',
        proves: '',
        minutes: 1,
        without: '',
        cached: { kind: 'folder' },
      } as const;
      const context = { root: join(folder, 'cache'), report: () => {}, helm: toolPath('helm') };
      await install({ ...tool, sources: [{ kind: 'helm', charts }] }, context);
      expect(chartIn(join(folder, 'cache', 'files', 'bakery-charts-1'), release({}))).toBeDefined();
      const wanted = { bakery: { repository: url, version: '2.0.0' } };
      await expect(install({ ...tool, sources: [{ kind: 'helm', charts: wanted }] }, context)).rejects.toThrow();
    } finally {
      repository.close();
    }
  });
});

const tools = ['helm', 'kube-apiserver', 'etcd', 'kubectl', ...(chartsFolder() === undefined ? ['charts'] : [])];

/** Every release of the example environments, once where sites pass the same values. */
function distinctReleases(): (readonly [title: string, release: Release, allowed: Allowed])[] {
  const all = renderedSites().flatMap((site) =>
    releasesOf(site).map((one) => [`${one.name} of ${site.environment}/${site.name}`, one, allowedOn(site)] as const),
  );
  return [...new Map(all.map((one) => [JSON.stringify(one.slice(1)), one])).values()];
}

proof('every release of a third-party chart', tools, () => {
  const charts = chartsFolder() ?? '';
  const releases = distinctReleases().map((one) => [...one, chartIn(charts, one[1])] as const);
  let server: KubeApiServer;
  beforeAll(async () => {
    server = await startKubeApiServer({ dir: join(folder, 'server') });
    const platforms = renderedSites().flatMap(({ stacks }) => stacks.filter(({ name }) => name === 'platform'));
    const objects = platforms.flatMap(platformObjects).map(({ manifest }) => manifest as unknown as Manifest);
    const namespaces = objects.filter(({ kind }) => kind === 'Namespace');
    await addNamespaces(server, [...new Map(namespaces.map((one) => [one.metadata.name, one])).values()]);
  });
  afterAll(async () => server?.kill());

  it('names the charts that the folder lacks', () => {
    const missing = releases.flatMap(([, { chart, version }, , there]) => (there ? [] : [`${chart} ${version}`]));
    for (const chart of new Set(missing)) skippedByName(`releases of ${chart}`, 'the folder of charts lacks it');
    expect(missing.length).toBeLessThan(releases.length);
  });

  const there = releases.flatMap(([title, one, by, chart]) =>
    chart === undefined ? [] : [[title, one, by, chart] as const],
  );
  if (there.length > 0) {
    it.each(there)('%s renders, and is taken and allowed', async (_title, one, by, chart) => {
      expect(await complaintsAbout(server, await rendered(chart, one, folder), one, by)).toEqual([]);
    });
  }
});
