import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Manifest } from '../../charts';
import { workbenchSignals } from '../../charts/workbench/signals';
import { tracking, workbench } from '../../services';
import { manifests, renderManaged, the } from '../charts/site-rendering';
import { accepted, listOf } from './api-server-objects';
import { Browser } from './browser';
import { databaseSecret } from './database-secret';
import { type IdentityProvider, startIdentityProvider } from './identity-provider';
import { type LocalContainer, localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { session } from './session';
import { proof, toolPath } from './skips';
import { freePort } from './tools/free-port';
import { type KubeApiServer, startKubeApiServer } from './tools/kube-api-server';
import { type PostgresServer, startPostgresServer } from './tools/postgres-server';
import { type ServiceProcess, startService } from './tools/service-process';

/** The pod that KubeSpawner made, as the API server stored it. */
interface ServerPod {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: {
    readonly containers: readonly [
      {
        readonly args: readonly string[];
        readonly env: readonly { readonly name: string; readonly value?: string }[];
        readonly resources: object;
        readonly securityContext: object;
        readonly volumeMounts: readonly { readonly name: string }[];
      },
    ];
    readonly [key: string]: unknown;
  };
}

const clientSecret = 'Client0Client1Client2Client3Client4';
const ada = { sub: '1', email: 'ada@example.com', groups: ['science'] };
const admin = { sub: '2', email: 'root@example.com', groups: ['science', 'operators'] };
const stranger = { sub: '3', email: 'eve@example.com', groups: ['sales'] };

proof(
  'Notebooks as rendered',
  ['jupyterhub', 'configurable-http-proxy', 'postgres', 'kube-apiserver', 'etcd', 'kubectl'],
  () => {
    const rendered = renderManaged({
      services: {
        tracking: tracking.config.parse({ ownKey: false }),
        workbench: workbench.config.parse({
          notebooks: {
            signIn: {
              issuer: 'https://login.example.com',
              clientId: 'notebooks',
              allowedGroups: ['science'],
              adminGroups: ['operators'],
            },
            profiles: [
              { name: 'small', cpus: 0.5, memoryGiB: 2 },
              { name: 'gpu', pool: 'gpu', gpus: 1, cpus: 3, memoryGiB: 12 },
              { name: 'secret', cpus: 1, memoryGiB: 2, groups: ['operators'] },
            ],
          },
        }),
      },
    });
    const host = 'notebooks.ml.example.com';
    const { namespace } = workbench;
    const specOf = (name: string) =>
      podTemplateOf(the(rendered, 'Deployment', name) as never)?.spec as unknown as PodSpec & {
        serviceAccountName?: string;
      };
    const dataOf = (configMap: string) =>
      (the(rendered, 'ConfigMap', configMap) as unknown as { data: Record<string, string> }).data;
    const own = (kind: string): Manifest[] =>
      manifests(rendered).filter((each) => each.kind === kind && each.metadata.namespace === namespace);

    const folder = join(session().folder, 'notebooks');
    const path = [
      ...['jupyterhub', 'configurable-http-proxy'].map((tool) => dirname(toolPath(tool) ?? '')),
      process.env.PATH,
    ].join(delimiter);
    const running: ServiceProcess[] = [];
    let postgres: PostgresServer;
    let cluster: KubeApiServer;
    let provider: IdentityProvider;
    let ports: Readonly<Record<'hub' | 'metrics' | 'proxy' | 'api' | 'proxyMetrics' | 'server', number>>;
    let browser: Browser;

    const secret = databaseSecret(
      () => postgres,
      'jupyterhub',
      (name, key) =>
        key === 'value' ? `${name}-0123456789012345678901234567890123456789` : { 'client-secret': clientSecret }[key],
    );
    /** Addresses and ports of the cluster as those of this machine; a server is idle after seconds in place of an hour. */
    const here = (text: string): string =>
      Object.entries({
        'http://notebooks-hub.workbench.svc:8081': `http://127.0.0.1:${ports.hub}`,
        'http://notebooks-proxy.workbench.svc:8001': `http://127.0.0.1:${ports.api}`,
        'http://:8081': `http://127.0.0.1:${ports.hub}`,
        '"metricsPort": 9101': `"metricsPort": ${ports.metrics}`,
        '"port": 8888': `"port": ${ports.server}`,
        '--port=8000': `--port=${ports.proxy}`,
        '--api-port=8001': `--api-port=${ports.api}`,
        '--metrics-port=8002': `--metrics-port=${ports.proxyMetrics}`,
        '=0.0.0.0': '=127.0.0.1',
        '--timeout=3600': '--timeout=20',
        '--cull-every=120': '--cull-every=2',
      }).reduce((rest, [from, to]) => rest.replaceAll(from, to), text);
    const local = (name: string): LocalContainer =>
      localContainer(specOf(name), {
        folder: join(folder, name),
        secret,
        files: ({ configMap }) =>
          Object.fromEntries(
            Object.entries(configMap ? dataOf(configMap) : {}).map(([file, text]) => [file, here(text)]),
          ),
        env: { HOME: folder, OIDC_ISSUER: provider.issuer, PGSSLROOTCERT: postgres.certificatePath ?? '' },
      });
    const serve = async (
      name: string,
      { command, arguments: words, env }: LocalContainer,
      url: string,
    ): Promise<ServiceProcess> => {
      const service = await startService({
        name,
        command,
        arguments: words.map(here),
        env: { ...env, PATH: path },
        cwd: folder,
        logPath: join(folder, `${name}.log`),
        ready: async () => (await fetch(url)).ok,
      });
      running.push(service);
      return service;
    };
    const readiness = (name: string) => specOf(name).containers[0]?.readinessProbe?.httpGet?.path ?? '/none';

    /** As whom the hub acts: its rendered account, with what its rendered role allows. */
    const hubKubeconfig = async (): Promise<string> => {
      const account = specOf('notebooks-hub').serviceAccountName ?? '';
      const token = (await accepted(cluster, ['create', 'token', account, '-n', namespace])).trim();
      const kubeconfig = JSON.parse(readFileSync(cluster.kubeconfigPath, 'utf8')) as { users: unknown[] };
      const to = join(folder, 'hub-kubeconfig');
      writeFileSync(to, JSON.stringify({ ...kubeconfig, users: [{ name: 'administrator', user: { token } }] }));
      return to;
    };
    const podsNow = async (): Promise<ServerPod[]> => {
      const { items } = JSON.parse(await accepted(cluster, ['get', 'pods', '-n', namespace, '-o', 'json'])) as {
        items: ServerPod[];
      };
      return items;
    };
    const until = async <T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> => {
      for (const end = performance.now() + seconds * 1000; performance.now() < end; await pause(200)) {
        const found = await ask();
        if (found !== undefined) return found;
      }
      throw new Error(`${what}: not within ${seconds} s; the hub wrote:\n${running[1]?.logTail(20)}`);
    };
    const start = async (profile: string) => {
      await browser.open('/hub/spawn');
      return browser.open(`/hub/spawn?_xsrf=${browser.cookie('_xsrf')}`, { profile, _xsrf: browser.cookie('_xsrf') });
    };

    beforeAll(async () => {
      mkdirSync(folder, { recursive: true });
      const numbers = await Promise.all(Array.from({ length: 6 }, freePort));
      const [hub = 0, metrics = 0, proxy = 0, api = 0, proxyMetrics = 0, server = 0] = numbers;
      ports = { hub, metrics, proxy, api, proxyMetrics, server };
      browser = new Browser(host, proxy);
      const callback = `https://${host}/hub/oauth_callback`;
      [postgres, cluster, provider] = await Promise.all([
        startPostgresServer({ tls: true }),
        startKubeApiServer({ dir: join(folder, 'kubernetes') }),
        startIdentityProvider({ clientId: 'notebooks', clientSecret, callback }),
      ]);
      await postgres.createDatabase('jupyterhub');
      const restricted = { 'pod-security.kubernetes.io/enforce': 'restricted' };
      const send = ['apply', '--server-side', '--validate=strict', '-f', '-'];
      const priorities = manifests(rendered).filter(({ kind }) => kind === 'PriorityClass');
      await accepted(
        cluster,
        send,
        listOf([
          { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: restricted } },
          { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } },
          ...priorities,
          ...['LimitRange', 'ServiceAccount', 'Role', 'RoleBinding', 'NetworkPolicy'].flatMap(own),
        ]),
      );
    });
    afterAll(async () => {
      for (const service of running.reverse()) await service.stop();
      await Promise.all([provider?.stop(), cluster?.stop(), postgres?.stop()]);
    });

    it('starts the hub on an empty database, with the rendered files and account', async () => {
      await serve('proxy', local('notebooks-proxy'), `http://127.0.0.1:${ports.proxy}${readiness('notebooks-proxy')}`);
      const hub = local('notebooks-hub');
      const env = { ...hub.env, KUBECONFIG: await hubKubeconfig() };
      await serve('hub', { ...hub, env }, `http://127.0.0.1:${ports.hub}${readiness('notebooks-hub')}`);
      expect(await postgres.query("select count(*) from roles where name = 'idle-culler'", 'jupyterhub')).toBe('1');
    });

    it('sends who comes to the identity provider, and lets in members of the group only', async () => {
      provider.signIn(stranger);
      expect(await new Browser(host, ports.proxy).open('/')).toMatchObject({ status: 403 });
      provider.signIn(ada);
      expect(await browser.open('/')).toMatchObject({ status: 200, url: `https://${host}/hub/spawn` });
      expect(await postgres.query("select name, admin from users where name like '%@%'", 'jupyterhub')).toBe(
        'ada@example.com|f',
      );
    });

    it('makes an administrator of a member of that group', async () => {
      provider.signIn(admin);
      expect(await new Browser(host, ports.proxy).open('/hub/admin')).toMatchObject({ status: 200 });
      expect(await browser.open('/hub/admin')).toMatchObject({ status: 403 });
    });

    it('offers the profiles of everybody, and those of a group to its members', async () => {
      const { body } = await browser.open('/hub/spawn');
      expect(
        [...body.matchAll(/name="profile"[^>]*value="([^"]*)"|value="([^"]*)"[^>]*name="profile"/g)].map(
          ([, one, other]) => one ?? other,
        ),
      ).toEqual(['small', 'gpu']);
    });

    it('asks for a pod of the profile, which a restricted namespace admits', async () => {
      await start('gpu');
      const pod = await until('the pod', 30, async () => (await podsNow())[0]);
      const { spec, metadata } = pod;
      expect(spec).toMatchObject({
        automountServiceAccountToken: false,
        priorityClassName: 'tool',
        activeDeadlineSeconds: 73 * 3600,
        enableServiceLinks: false,
        nodeSelector: { 'evenkeel.dev/pool': 'gpu' },
        securityContext: { runAsNonRoot: true, fsGroup: 100, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(spec.tolerations).toContainEqual({
        key: 'evenkeel.dev/pool',
        operator: 'Equal',
        value: 'gpu',
        effect: 'NoSchedule',
      });
      const [container] = spec.containers;
      expect(container.resources).toEqual({
        requests: { cpu: '3', memory: '12884901888', 'ephemeral-storage': '2Gi', 'nvidia.com/gpu': '1' },
        limits: { cpu: '6', memory: '12884901888', 'ephemeral-storage': '10Gi', 'nvidia.com/gpu': '1' },
      });
      expect(container.securityContext).toMatchObject({
        runAsUser: 1000,
        runAsGroup: 100,
        allowPrivilegeEscalation: false,
      });
      expect(container.volumeMounts.map(({ name }) => name)).toEqual(['home', 'shared-memory']);
      expect(container.env).toContainEqual({ name: 'MLFLOW_TRACKING_URI', value: 'http://mlflow.tracking.svc:5000' });
      const policy = the(rendered, 'NetworkPolicy', 'notebooks-server').spec as {
        podSelector: { matchLabels: object };
      };
      expect(metadata.labels).toMatchObject({
        ...policy.podSelector.matchLabels,
        'evenkeel.dev/calls-tracking': 'true',
      });
      expect(
        await accepted(cluster, [
          'get',
          'pvc',
          '-n',
          namespace,
          '-o',
          'jsonpath={.items[*].spec.resources.requests.storage}',
        ]),
      ).toBe('20Gi');
    });

    it('leads to the server that the pod runs, and to nobody but its owner', async () => {
      const [pod] = await podsNow();
      if (pod === undefined) throw new Error('no pod');
      const [{ args, env }] = pod.spec.containers;
      const [command = '', ...words] = args;
      const home = join(folder, 'home');
      mkdirSync(home, { recursive: true });
      running.push(
        await startService({
          name: 'server',
          command,
          arguments: [...words, '--allow-root'],
          env: { ...Object.fromEntries(env.map(({ name, value }) => [name, value ?? ''])), HOME: home, PATH: path },
          cwd: home,
          logPath: join(folder, 'server.log'),
          ready: async () => (await fetch(`http://127.0.0.1:${ports.server}/user/ada@example.com/api`)).ok,
        }),
      );
      const state = { running: { startedAt: '2026-01-01T00:00:00Z' } };
      const status = {
        phase: 'Running',
        podIP: '127.0.0.1',
        podIPs: [{ ip: '127.0.0.1' }],
        containerStatuses: [{ name: 'notebook', ready: true, restartCount: 0, image: 'i', imageID: 'i', state }],
      };
      const patch = ['patch', 'pod', pod.metadata.name, '-n', namespace, '--subresource=status', '--type=merge', '-p'];
      await accepted(cluster, [...patch, JSON.stringify({ status })]);
      const lab = await until('the lab', 60, async () => {
        const page = await browser.open('/user/ada@example.com/lab');
        return page.status === 200 && page.url.includes('/user/') ? page : undefined;
      });
      expect(lab.body).toContain('<title>JupyterLab</title>');
      expect(JSON.parse((await browser.open('/user/ada@example.com/api/status')).body)).toMatchObject({ kernels: 0 });
      provider.signIn({ ...ada, email: 'bob@example.com' });
      expect((await new Browser(host, ports.proxy).open('/user/ada@example.com/lab')).status).toBe(403);
    });

    it('exports the metrics that rules and dashboards use, away from the route', async () => {
      const answer = await (await fetch(`http://127.0.0.1:${ports.metrics}/metrics`)).text();
      const named = workbenchSignals.metrics.filter((metric) => metric.startsWith('jupyterhub_'));
      expect(named.filter((metric) => !answer.includes(`\n${metric}`))).toEqual([]);
      expect(answer).toContain('jupyterhub_server_spawn_duration_seconds_count{status="success"} 1.0');
      expect((await new Browser(host, ports.proxy).open('/hub/metrics')).status).toBe(403);
      expect((await fetch(`http://127.0.0.1:${ports.proxyMetrics}/metrics`)).ok).toBe(true);
    });

    it('stops a server that nobody uses, and keeps the home', async () => {
      await until('the end of the pod', 60, async () => ((await podsNow()).length === 0 ? true : undefined));
      expect(await accepted(cluster, ['get', 'pvc', '-n', namespace, '-o', 'name'])).toMatch(
        /^persistentvolumeclaim\/home-/,
      );
    });

    it('refuses a profile of a group to who is not in it, and starts another one after that', async () => {
      expect((await start('secret')).body).toContain('Error: HTTP 500');
      expect(running[1]?.logTail(60)).toContain('No such profile: secret');
      expect(await podsNow()).toEqual([]);
      await start('small');
      const [pod] = await until('the pod', 30, async () => ((await podsNow()).length > 0 ? podsNow() : undefined));
      expect(pod?.spec).toMatchObject({ containers: [{ resources: { limits: { cpu: '1' } } }] });
      expect(pod?.spec).not.toHaveProperty('nodeSelector');
    });

    it('stays up', () => expect(running.slice(0, 2).every((service) => service.isRunning())).toBe(true));
  },
);
