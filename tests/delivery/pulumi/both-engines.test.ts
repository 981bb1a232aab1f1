import { load } from 'js-yaml';
import { fluxResourceMetrics } from '../../../charts/monitoring/gitops';
import { deployedWaves } from '../../../delivery/pulumi/deployed-objects';
import { isGitopsObject } from '../../../delivery/pulumi/gitops-order';
import local from '../../../environments/local';
import { type GitOpsEngine, isSitePublicCloud, type Site } from '../../../environments/model';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import prod from '../../../environments/prod';
import type { Manifest } from '../../../policies/site-output';
import { type OperatorDefinition, operators } from '../../../services';
import { type Registered, recordedProgram } from './recorded-program';
import { type WrittenSite, writtenSite } from './written-site';

jest.setTimeout(300_000);

const engines: readonly GitOpsEngine[] = ['argo-cd', 'flux'];

type Order = Readonly<Record<string, readonly string[]>>;

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();

/** Everything that is there before each, whatever it is there for. */
function closure(direct: Readonly<Record<string, Iterable<string>>>): Order {
  const known = new Map<string, string[]>();
  const all = (name: string): string[] => {
    const found = known.get(name) ?? sorted([...(direct[name] ?? [])].flatMap((before) => [before, ...all(before)]));
    known.set(name, found);
    return found;
  };
  return Object.fromEntries(Object.keys(direct).map((name) => [name, all(name)]));
}

/** What each GitOps engine makes of its own objects, read here once more and by other means. */
const waitsByGitOps = (gitops: readonly Manifest[]): Order => {
  const wave = ({ metadata }: Manifest): number => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave']);
  const applications = gitops.filter(({ kind }) => kind === 'Application');
  const kustomizations = gitops.filter(({ kind }) => kind === 'Kustomization');
  return closure({
    ...Object.fromEntries(
      applications.map((one) => [
        one.metadata.name,
        applications.filter((other) => wave(other) < wave(one)).map(({ metadata }) => metadata.name),
      ]),
    ),
    ...Object.fromEntries(
      kustomizations.map(({ metadata, spec }) => [
        metadata.name,
        ((spec as { dependsOn?: { name: string }[] }).dependsOn ?? []).map(({ name }) => name),
      ]),
    ),
  });
};

/** What the engine of Pulumi was told of the order of waves. */
function waitsByPulumi(all: readonly Registered[]): Order {
  const waves = all.filter(({ type }) => type === 'evenkeel:delivery:Wave');
  const nameOf = new Map(waves.map(({ urn, name }) => [urn, name]));
  const waveOf = new Map(all.map(({ urn, parent }) => [urn, nameOf.get(parent)]));
  return closure(
    Object.fromEntries(
      waves.map(({ name, dependencies }) => [name, dependencies.map((urn) => waveOf.get(urn) ?? urn)]),
    ),
  );
}

const isRelease = ({ type }: Registered): boolean => type === 'kubernetes:helm.sh/v3:Release';

const identity = ({ apiVersion, kind, metadata }: Manifest): string =>
  [apiVersion, kind, metadata.namespace ?? '', metadata.name].join(' ');

/** The object that reaches the API server: annotations of Pulumi's own tell its engine what to wait for. */
function delivered({ inputs }: Registered): Manifest {
  const { metadata, ...rest } = inputs as Manifest;
  const annotations = Object.entries(metadata.annotations ?? {}).filter(([name]) => !name.startsWith('pulumi.com/'));
  const { annotations: _, ...words } = metadata;
  const own = annotations.length > 0 ? { annotations: Object.fromEntries(annotations) } : {};
  return { ...rest, metadata: { ...words, ...own } } as Manifest;
}

const isObject = ({ type }: Registered): boolean =>
  type.startsWith('kubernetes:') && !type.startsWith('kubernetes:helm.sh/');

const byIdentity = (all: readonly Manifest[]): Record<string, Manifest> =>
  Object.fromEntries(all.map((one) => [identity(one), one]));

interface Run {
  readonly site: Site;
  readonly written: WrittenSite;
  readonly all: readonly Registered[];
}

async function run(site: Site): Promise<Run> {
  const written = await writtenSite(site);
  const waves = deployedWaves(written.folder, { platform: false });
  const all = await recordedProgram({ site: site.name, waves, connection: { kubeconfig: 'k' }, isProtected: true });
  return { site, written, all };
}

/** Charts, but for what watches the other engine itself. */
const releases = ({ all }: Run) =>
  all
    .filter(isRelease)
    .map(({ name, inputs }) => {
      const values = structuredClone(inputs.values ?? {}) as Record<string, Record<string, unknown>>;
      for (const own of Object.keys(fluxResourceMetrics)) delete values['kube-state-metrics']?.[own];
      return { name, ...(inputs as Record<string, unknown>), values };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** What is watched of a GitOps engine is its own. */
const withoutWatch = (all: ReturnType<typeof releases>) =>
  all.map((release) => {
    const { values = {} } = release as {
      readonly values?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    };
    const { customResourceState: _, rbac: __, ...metrics } = values['kube-state-metrics'] ?? {};
    return values['kube-state-metrics']
      ? { ...release, values: { ...values, 'kube-state-metrics': metrics } }
      : release;
  });

const known = operators as Readonly<Record<string, OperatorDefinition>>;

// Both ends of what there is; the proof `pulumi` delivers for real.
describe.each([local, prod])('$name', (config) => {
  const runs: Run[] = [];

  beforeAll(async () => {
    const { sites } = resolveEnvironment(config);
    // Sites of one environment are told of their order alike: the other engine is tried on the first one.
    for (const [index, site] of sites.entries())
      for (const engine of engines)
        if (index === 0 || engine === site.gitops.engine)
          runs.push(await run({ ...site, gitops: { ...site.gitops, engine } }));
  });

  afterAll(() => {
    for (const { written } of runs) written.remove();
  });

  it('delivers the objects that GitOps delivers, each once and as it is in the tree', () => {
    for (const { written, all } of runs) {
      const inTree = written.build.output.manifests.filter((one) => !isGitopsObject(one));
      const objects = all.filter(isObject).map(delivered);
      expect(objects).toHaveLength(inTree.length);
      expect(byIdentity(objects)).toEqual(byIdentity(inTree));
    }
  });

  it('knows each by the type that says how it is waited for', () => {
    for (const { all } of runs)
      for (const { type, inputs } of all.filter(isObject)) {
        const { apiVersion, kind } = inputs as { apiVersion: string; kind: string };
        expect(type).toBe(`kubernetes:${apiVersion === 'v1' ? 'core/v1' : apiVersion}:${kind}`);
      }
  });

  it('lets each folder wait for what GitOps lets it wait for', () => {
    for (const { written, all } of runs) {
      const byGitOps = waitsByGitOps(
        written.build.files
          .filter(({ path }) => path.startsWith(`${written.build.name}/gitops/`) && path.endsWith('.yaml'))
          .map(({ content }) => load(content) as Manifest),
      );
      expect(Object.keys(byGitOps).length).toBeGreaterThan(3);
      expect(waitsByPulumi(all)).toEqual(byGitOps);
    }
  });

  it('begins nothing before all is there that it waits for', () => {
    for (const { all } of runs) {
      const place = new Map(all.map(({ urn }, index) => [urn, index]));
      for (const { dependencies } of all) for (const before of dependencies) expect(place.has(before)).toBe(true);
      for (const [index, { parent, dependencies }] of all.entries())
        for (const before of [parent, ...dependencies]) expect(place.get(before) ?? -1).toBeLessThan(index);
    }
  });

  it('installs the charts of both engines alike, at the versions of the catalogue', () => {
    for (const one of runs) {
      const [first] = runs.filter(({ site }) => site.name === one.site.name);
      expect(withoutWatch(releases(one))).toEqual(withoutWatch(releases(first as Run)));
      for (const { name, inputs } of one.all.filter(isRelease)) {
        const { chart, namespace } = known[name] as OperatorDefinition;
        const isOci = chart.repository.startsWith('oci://');
        expect(inputs).toMatchObject({
          version: chart.version,
          namespace,
          chart: isOci ? `${chart.repository}/${chart.name}` : chart.name,
          ...(isOci ? {} : { repositoryOpts: { repo: chart.repository } }),
          createNamespace: false,
          atomic: true,
        });
      }
    }
  });

  it('installs a chart behind those that it waits for', () => {
    for (const { all } of runs) {
      const made = all.filter(isRelease);
      const place = new Map(made.map(({ name }, index) => [name, index]));
      for (const { name, dependencies } of made)
        for (const before of known[name]?.after ?? [])
          if (place.has(before) && known[before]?.partOf === known[name]?.partOf) {
            expect(place.get(before)).toBeLessThan(place.get(name) ?? -1);
            expect(dependencies.length).toBeGreaterThan(0);
          }
    }
  });

  it('leaves out what tells another engine what to do', () => {
    for (const { all } of runs) {
      const told = all.filter(isObject).filter(({ inputs }) => isGitopsObject(inputs as unknown as Manifest));
      expect(told).toEqual([]);
    }
  });

  it('makes namespaces and service accounts where there is no Terraform for them', () => {
    for (const { site, written } of runs.filter(({ site }) => !isSitePublicCloud(site))) {
      const [namespaces, accounts, ...rest] = deployedWaves(written.folder, { platform: true });
      const { namespace_v1, service_account_v1 } = Object.fromEntries(
        Object.entries(written.build.output.stacks.platform?.resource ?? {}).map(([type, resources]) => [
          type.replace('kubernetes_', ''),
          Object.keys(resources).length,
        ]),
      );
      expect(namespaces?.objects.filter(({ kind }) => kind === 'Namespace')).toHaveLength(namespace_v1 ?? 0);
      expect(accounts?.objects.filter(({ kind }) => kind === 'ServiceAccount')).toHaveLength(service_account_v1 ?? 0);
      expect(accounts?.after).toEqual([namespaces?.name]);
      for (const { after } of rest) expect(after.length).toBeGreaterThan(0);
      expect(site.name).not.toBe('');
    }
  });
});
