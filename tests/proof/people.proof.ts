import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clusterRoleName } from '../../constructs/kubernetes/human-roles';
import type { HumanRole } from '../../environments/model';
import type { Manifest } from '../../policies/site-output';
import { accepted, listOf } from './api-server-objects';
import { platformObjects } from './platform-objects';
import { type RenderedSite, renderedSites } from './rendered-sites';
import { session } from './session';
import { proof } from './skips';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';

/** One site that refuses, one of somebody else's cluster; what they render is what is in force. */
const isMeant = ({ environment, name }: RenderedSite): boolean =>
  (environment === 'prod' && name.includes('-aws-')) || environment === 'local';

const namespace = 'tracking';

/** A pod that every rule takes. */
const container = {
  name: 'main',
  image: 'docker.io/library/busybox:1.37.0',
  resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '16Mi' } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};
const spec = {
  automountServiceAccountToken: false,
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [container],
};
const pod = (change: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'tried', namespace },
  spec: { ...spec, ...change },
});
const service = (change: object) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'tried', namespace: 'open' },
  spec: { selector: { app: 'tried' }, ports: [{ port: 80 }], ...change },
});
const workload = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'running', namespace },
  spec: {
    selector: { matchLabels: { app: 'running' } },
    template: { metadata: { labels: { app: 'running' } }, spec },
  },
};
const schedule = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly', namespace },
  spec: {
    schedule: '0 3 * * *',
    jobTemplate: { spec: { template: { spec: { ...spec, restartPolicy: 'Never' } } } },
  },
};

proof('people and rules in a real API server', ['kube-apiserver', 'etcd', 'kubectl'], () => {
  const sites = renderedSites().filter(isMeant);

  it('looks at a site of a cloud, and at one of a cluster somebody else runs', () => expect(sites).toHaveLength(2));

  describe.each(sites.map((site) => [`${site.environment}/${site.name}`, site] as const))('%s', (_, site) => {
    const foundations = site.waves.find(({ name }) => name.includes('foundations'));
    const rendered = (foundations?.objects ?? []).map(({ manifest }) => manifest);
    let server: KubeApiServer;

    const groupOf = (role: HumanRole): string => {
      const binding = rendered.find(
        ({ kind, metadata }) => kind === 'ClusterRoleBinding' && metadata.name === clusterRoleName(role),
      );
      const [subject] = (binding?.subjects ?? []) as { readonly name: string }[];
      if (subject === undefined) throw new Error(`nobody is ${role} of ${site.name}`);
      return subject.name;
    };
    const as = (role: HumanRole): string[] => ['--as', 'somebody', '--as-group', groupOf(role)];
    const can = async (role: HumanRole, ...right: string[]): Promise<string> =>
      (await server.kubectl(['auth', 'can-i', ...right, ...as(role)])).stdout.trim();
    /** For kinds that this server does not know. */
    const reviewed = async (role: HumanRole, resourceAttributes: object): Promise<boolean> => {
      const review = {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SubjectAccessReview',
        spec: { user: 'somebody', groups: [groupOf(role)], resourceAttributes },
      };
      const answer = await accepted(server, ['create', '-f', '-', '-o', 'json'], JSON.stringify(review));
      return (JSON.parse(answer) as { status: { allowed: boolean } }).status.allowed;
    };
    const tried = async (object: object) =>
      (await server.kubectl(['create', '--dry-run=server', '-f', '-'], JSON.stringify(object))).stderr;

    beforeAll(async () => {
      const dir = join(session().folder, 'people', site.environment, site.name);
      mkdirSync(dir, { recursive: true });
      server = await startKubeApiServer({ dir });
      const stack = site.stacks.find(({ name }) => name === 'platform');
      const namespaces = (stack ? platformObjects(stack) : [])
        .map(({ manifest }) => manifest as unknown as Manifest)
        .filter(({ kind }) => kind === 'Namespace');
      const [labelled] = namespaces;
      // A namespace of the site without the ceiling that services have, to see the rules alone.
      const open = { ...labelled, metadata: { ...labelled?.metadata, name: 'open' } } as Manifest;
      await accepted(server, ['apply', '--server-side', '-f', '-'], listOf([...namespaces, open]));
      const accounts = [...namespaces, open].map(({ metadata }) => ({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'default', namespace: metadata.name },
      }));
      await accepted(server, ['apply', '--server-side', '-f', '-'], listOf(accounts));
      const own = rendered.filter(({ kind }) => /^(ClusterRole|ValidatingAdmissionPolicy|LimitRange)/.test(kind));
      await accepted(server, ['apply', '--server-side', '--validate=strict', '-f', '-'], listOf(own));
      await accepted(server, ['create', '-f', '-'], listOf([workload, schedule]));
      // Rules are compiled in the background.
      await pause(3000);
    });
    afterAll(async () => server?.kill());

    it('finds nothing to say against the rules themselves', async () => {
      const { items } = JSON.parse(await accepted(server, ['get', 'validatingadmissionpolicies', '-o', 'json'])) as {
        items: readonly { metadata: { name: string }; status?: { typeChecking?: { expressionWarnings?: object[] } } }[];
      };
      expect(items.length).toBeGreaterThanOrEqual(8);
      expect(items.flatMap(({ status }) => status?.typeChecking?.expressionWarnings ?? [])).toEqual([]);
    });

    it('takes a pod that keeps every rule, without a word', async () => expect(await tried(pod())).toBe(''));

    it.each([
      ['an unknown registry', { image: 'registry.example.org/busybox:1.37.0' }, /images come from .*docker\.io/],
      ['no tag', { image: 'docker.io/library/busybox' }, /carry a version or a digest/],
      ['the tag latest', { image: 'docker.io/library/busybox:latest' }, /carry a version or a digest/],
      ['no tag behind a port', { image: 'docker.io/library/busybox:5000/x' }, /carry a version or a digest/],
    ])('refuses an image with %s', async (_what, change, message) =>
      expect(await tried(pod({ containers: [{ ...container, ...change }] }))).toMatch(message),
    );

    it('takes an image by its digest', async () => {
      const image = `docker.io/library/busybox@sha256:${'a'.repeat(64)}`;
      expect(await tried(pod({ containers: [{ ...container, image }] }))).toBe('');
    });

    it('looks at the first containers of a pod, too', async () => {
      const first = { ...container, name: 'first', image: 'docker.io/library/busybox:latest' };
      expect(await tried(pod({ initContainers: [first] }))).toMatch(/carry a version or a digest/);
    });

    it('refuses a folder of the machine even where Pod Security would not', async () => {
      const lax = { ...pod({ volumes: [{ name: 'disk', hostPath: { path: '/' } }] }) };
      await accepted(server, [
        'label',
        'namespace',
        'open',
        '--overwrite',
        'pod-security.kubernetes.io/enforce=baseline',
      ]);
      await accepted(server, ['label', 'namespace', 'open', 'pod-security.kubernetes.io/enforce-']);
      await pause(1000);
      expect(await tried({ ...lax, metadata: { name: 'tried', namespace: 'open' } })).toMatch(
        /neither mount folders of their machine/,
      );
    });

    it('gives a container the requests that its namespace states, and wants some where none does', async () => {
      const bare = { ...container, resources: {} };
      expect(await tried(pod({ containers: [bare] }))).toBe('');
      await accepted(server, ['delete', 'limitrange', '-n', namespace, '--all']);
      await pause(1500);
      expect(await tried(pod({ containers: [bare] }))).toMatch(/requests CPU and memory/);
    });

    it('warns of a token that nobody asked for', async () =>
      expect(await tried(pod({ automountServiceAccountToken: true }))).toMatch(/Warning: .*have no token/));

    it('refuses services with an address outside the network', async () => {
      expect(await tried(service({ type: 'ClusterIP' }))).toBe('');
      expect(await tried(service({ type: 'NodePort' }))).toMatch(/no address outside the network/);
      expect(await tried(service({ externalIPs: ['198.51.100.7'] }))).toMatch(/no address outside the network/);
      if (site.environment !== 'local') {
        expect(await tried(service({ type: 'LoadBalancer' }))).toMatch(/no address outside the network/);
      }
    });

    it('lets viewers look at everything but Secrets, and change nothing', async () => {
      for (const resource of ['pods', 'configmaps', 'deployments.apps', 'networkpolicies.networking.k8s.io', 'nodes']) {
        expect([resource, await can('viewer', 'list', resource, '-A')]).toEqual([resource, 'yes']);
      }
      expect(await can('viewer', 'get', 'pods', '--subresource=log', '-n', namespace)).toBe('yes');
      for (const right of [
        ['get', 'secrets', '-n', namespace],
        ['delete', 'pods', '-n', namespace],
        ['create', 'pods', '--subresource=portforward', '-n', namespace],
        ['patch', 'deployments.apps', '-n', namespace],
      ]) {
        expect([right, await can('viewer', ...right)]).toEqual([right, 'no']);
      }
    });

    it('lets operators restart, scale and pause, but reach no Secret, no container and no rights', async () => {
      for (const right of [
        ['delete', 'pods', '-n', namespace],
        ['create', 'pods', '--subresource=portforward', '-n', namespace],
        ['create', 'pods', '--subresource=eviction', '-n', namespace],
        ['patch', 'deployments.apps', '--subresource=scale', '-n', namespace],
        ['patch', 'cronjobs.batch', '-n', namespace],
      ]) {
        expect([right, await can('operator', ...right)]).toEqual([right, 'yes']);
      }
      const promote = { group: 'argoproj.io', resource: 'rollouts', subresource: 'status', verb: 'patch', namespace };
      expect(await reviewed('operator', promote)).toBe(true);
      expect(await reviewed('viewer', promote)).toBe(false);
      for (const right of [
        ['get', 'secrets', '-n', namespace],
        ['create', 'pods', '--subresource=exec', '-n', namespace],
        ['create', 'pods', '-n', namespace],
        ['create', 'jobs.batch', '-n', namespace],
        ['patch', 'pods', '--subresource=ephemeralcontainers', '-n', namespace],
        ['create', 'clusterrolebindings.rbac.authorization.k8s.io'],
        ['patch', 'clusterroles.rbac.authorization.k8s.io'],
        ['delete', 'validatingadmissionpolicies.admissionregistration.k8s.io'],
        ['create', 'serviceaccounts', '--subresource=token', '-n', namespace],
        ['impersonate', 'users'],
      ]) {
        expect([right, await can('operator', ...right)]).toEqual([right, 'no']);
      }
    });

    it('takes a restart, a scale and a pause by an operator, and refuses what runs to be changed', async () => {
      const of = as('operator');
      await accepted(server, ['rollout', 'restart', 'deployment/running', '-n', namespace, ...of]);
      await accepted(server, ['scale', 'deployment/running', '--replicas=2', '-n', namespace, ...of]);
      const patch = (what: string, change: object) =>
        server.kubectl(['patch', what, '-n', namespace, '-p', JSON.stringify(change), ...of]);
      expect(await patch('cronjob/nightly', { spec: { suspend: true } })).toMatchObject({ exitCode: 0 });
      const mounted = { volumes: [{ name: 'all', secret: { secretName: 'password' } }] };
      const changed = await patch('deployment/running', { spec: { template: { spec: mounted } } });
      expect(changed.stderr).toMatch(/operators restart and scale/);
      const jobs = { spec: { jobTemplate: { spec: { template: { spec: mounted } } } } };
      expect((await patch('cronjob/nightly', jobs)).stderr).toMatch(/operators pause schedules/);
    });

    it('keeps those alone to restarting who may do nothing more', async () => {
      const mounted = { spec: { template: { spec: { volumes: [{ name: 'all', emptyDir: {} }] } } } };
      const result = await server.kubectl([
        ...['patch', 'deployment/running', '-n', namespace, '-p', JSON.stringify(mounted)],
        ...['--as', 'somebody', '--as-group', groupOf('operator'), '--as-group', 'system:masters'],
      ]);
      expect(result).toMatchObject({ exitCode: 0 });
    });

    it('lets whoever breaks the glass do everything, where the cluster itself gives the role', async () => {
      if (!rendered.some(({ metadata }) => metadata.name === clusterRoleName('break-glass'))) {
        expect(site.environment).toBe('prod');
        return;
      }
      expect(await can('break-glass', 'get', 'secrets', '-A')).toBe('yes');
      expect(await can('break-glass', 'create', 'clusterrolebindings.rbac.authorization.k8s.io')).toBe('yes');
    });
  });
});
