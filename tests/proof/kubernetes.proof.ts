import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Manifest } from '../../policies/site-output';
import { accepted, listOf, loadDefinitions } from './api-server-objects';
import { definitionsFolder } from './custom-resources';
import { platformObjects } from './platform-objects';
import { podOf } from './pod-templates';
import { type RenderedSite, renderedSites, type Wave } from './rendered-sites';
import { session } from './session';
import { proof, skippedByName, toolPath, whyMissing } from './skips';
import { copyFor } from './terraform-stacks';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';
import { createTerraform } from './tools/terraform';

const APPLY = ['apply', '--server-side', '--validate=strict', '--field-manager=evenkeel-proof', '-o', 'json'];

interface Applied {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [key: string]: unknown };
  readonly [key: string]: unknown;
}

/**
 * `Deployment tracking/mlflow` to the object the API server stored, generation included. Without its version and the
 * times of its fields: the server stores some kinds anew although nothing in them changed.
 */
function storedIn(stdout: string): Record<string, unknown> {
  const output = JSON.parse(stdout) as Applied & { readonly items?: readonly Applied[] };
  return Object.fromEntries(
    (output.items ?? [output]).map((object) => {
      const { resourceVersion: _version, managedFields: _fields, ...metadata } = object.metadata;
      return [`${object.kind} ${metadata.namespace ?? ''}/${metadata.name}`, { ...object, metadata }];
    }),
  );
}

/** Applies waves the way a GitOps engine does; gives what was stored. Throws with the API server's words. */
async function applyWaves(server: KubeApiServer, waves: readonly Wave[]): Promise<Record<string, unknown>> {
  const result = await server.kubectl([...APPLY, '--recursive', ...waves.flatMap(({ folder }) => ['-f', folder])]);
  if (result.exitCode !== 0) throw new Error(`${waves.map(({ name }) => name).join(', ')}: ${result.stderr}`);
  return storedIn(result.stdout);
}

/** Kind, version and every path in an object, whatever the values: what a server makes of it follows from this. */
function shapeOf({ apiVersion, kind, ...rest }: Manifest): string {
  const paths = new Set<string>();
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, `${path}[]`);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, `${path}.${key}`);
    else paths.add(path);
  };
  walk(rest, '');
  return [apiVersion, kind, ...[...paths].sort()].join('\n');
}

/** Namespaces and service accounts: by Terraform where its Kubernetes provider can be had, else by their own words. */
async function applyPlatform(server: KubeApiServer, site: RenderedSite): Promise<void> {
  const stack = site.stacks.find(({ name }) => name === 'platform');
  if (stack === undefined) throw new Error(`${site.name} has no platform stack`);
  const objects = platformObjects(stack);
  if (toolPath('provider-kubernetes') === undefined) {
    const why = `sent by kubectl in Terraform's place; ${whyMissing('provider-kubernetes')}`;
    skippedByName(`apply of ${stack.title} by Terraform: ${objects.map(({ address }) => address).join(', ')}`, why);
    await accepted(server, [...APPLY, '-f', '-'], listOf(objects.map(({ manifest }) => manifest)));
  } else {
    const provider = { provider: { kubernetes: { config_path: server.kubeconfigPath } } };
    const { dir } = copyFor('platform', stack, { overrides: { provider } });
    const terraform = await createTerraform();
    try {
      await terraform.init(dir);
      await terraform.apply(dir, { targets: objects.map(({ address }) => address) });
    } finally {
      terraform.close();
    }
  }
  // The controllers that would do this do not run here.
  const namespaces = objects.filter(({ manifest }) => manifest.kind === 'Namespace').map(({ manifest }) => manifest);
  const accounts = namespaces.map(({ metadata }) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'default', namespace: (metadata as { name: string }).name },
  }));
  await accepted(server, ['apply', '--server-side', '-f', '-'], listOf(accounts));
}

/** Namespaces whose pods have a reason not to be restricted; the `platform` stack makes them. */
function exemptNamespaces(site: RenderedSite): ReadonlySet<string> {
  const stack = site.stacks.find(({ name }) => name === 'platform');
  const levels = (stack ? platformObjects(stack) : [])
    .map(({ manifest }) => manifest as unknown as Applied & { metadata: { labels?: Record<string, string> } })
    .filter(({ kind }) => kind === 'Namespace')
    .map(({ metadata }) => [metadata.name, metadata.labels?.['pod-security.kubernetes.io/enforce']] as const);
  return new Set(levels.filter(([, level]) => level !== undefined && level !== 'restricted').map(([name]) => name));
}

/** What the quota controller does first: without a status every pod is refused. */
async function startQuotas(server: KubeApiServer): Promise<void> {
  const { items } = JSON.parse(await accepted(server, ['get', 'resourcequota', '-A', '-o', 'json'])) as {
    items: readonly { metadata: { name: string; namespace: string }; spec: { hard?: Record<string, string> } }[];
  };
  const counted = items.map(({ metadata: { name, namespace }, spec: { hard = {} } }) => ({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name, namespace },
    status: { hard, used: Object.fromEntries(Object.keys(hard).map((resource) => [resource, '0'])) },
  }));
  await accepted(server, ['apply', '--server-side', '--subresource=status', '-f', '-'], listOf(counted));
  // Admission reads quotas from its own cache.
  await pause(1500);
}

proof('every rendered object on a real API server', ['kube-apiserver', 'etcd', 'kubectl'], () => {
  it('has the definitions of custom resources', () => {
    expect(definitionsFolder()).toBeDefined();
  });

  const shapes = new Set<string>();
  // Definitions of all sites are loaded and established once: it takes longer than the objects of a site.
  const withDefinitions = join(session().folder, 'kubernetes', 'definitions');
  beforeAll(async () => {
    const server = await startKubeApiServer({ dir: withDefinitions });
    await loadDefinitions(
      server,
      renderedSites().flatMap(({ waves }) => waves.flatMap(({ objects }) => objects.map(({ manifest }) => manifest))),
    );
    await server.stop();
  });

  describe.each(renderedSites().map((site) => [`${site.environment}/${site.name}`, site] as const))('%s', (_, site) => {
    const waves = site.waves.filter(({ objects }) => objects.length > 0);
    const first: Record<string, unknown> = {};
    let server: KubeApiServer;

    beforeAll(async () => {
      const dir = join(session().folder, 'kubernetes', site.environment, site.name);
      mkdirSync(dir, { recursive: true });
      server = await startKubeApiServer({ dir, from: withDefinitions });
    });
    afterAll(async () => server?.kill());

    it('takes namespaces and service accounts of the platform stack', () => applyPlatform(server, site));

    it.each(waves.map((wave) => [wave.name, wave] as const))('takes every object of %s', async (_name, wave) => {
      const stored = await applyWaves(server, [wave]);
      Object.assign(first, stored);
      expect(Object.keys(stored)).toHaveLength(wave.objects.length);
    });

    it('changes nothing when applied again: one object of each shape', async () => {
      const again = waves
        .flatMap(({ objects }) => objects.map(({ manifest }) => manifest))
        .filter((manifest) => {
          const shape = shapeOf(manifest);
          return !shapes.has(shape) && shapes.add(shape);
        });
      const stored = again.length > 0 ? storedIn(await accepted(server, [...APPLY, '-f', '-'], listOf(again))) : {};
      expect(stored).toEqual(Object.fromEntries(Object.keys(stored).map((name) => [name, first[name]])));
      expect(Object.keys(stored)).toHaveLength(again.length);
    });

    it('admits the pods of every template', async () => {
      await startQuotas(server);
      const pods = waves.flatMap(({ objects }) => objects.flatMap(({ manifest }) => podOf(manifest) ?? []));
      expect(pods.length).toBeGreaterThan(0);
      const exempt = exemptNamespaces(site);
      const isExempt = ({ metadata }: (typeof pods)[number]) => exempt.has(String(metadata.namespace));
      const admitted = (some: typeof pods) => server.kubectl(['create', '--dry-run=server', '-f', '-'], listOf(some));
      const restricted = await admitted(pods.filter((pod) => !isExempt(pod)));
      // A warning is Pod Security speaking of a level that is not enforced; of an exempt namespace it is expected.
      expect(restricted).toMatchObject({ stderr: '', exitCode: 0 });
      const others = pods.filter(isExempt);
      if (others.length > 0) expect((await admitted(others)).exitCode).toBe(0);
    });

    it('refuses a pod that asks for more than the restricted level', async () => {
      const [pod] = waves.flatMap(({ objects }) => objects.flatMap(({ manifest }) => podOf(manifest) ?? []));
      if (pod === undefined) throw new Error(`${site.name} runs no pod`);
      const metadata = { ...pod.metadata, name: 'greedy' };
      const greedy = JSON.stringify({ ...pod, metadata, spec: { ...pod.spec, hostNetwork: true } });
      const result = await server.kubectl(['create', '--dry-run=server', '-f', '-'], greedy);
      expect(result.stderr).toContain('violates PodSecurity "restricted');
    });
  });
});
