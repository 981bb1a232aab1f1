import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port';
import type { KubeApiServer } from './kube-api-server';
import { locateTools } from './locate';
import { answersOk, type ServiceProcess, startService } from './service-process';

/** For the API server that controllers watch: Debian's etcd cannot feed watches that begin with a list. */
export const WATCHED_BY_CONTROLLERS: readonly string[] = ['--feature-gates=WatchList=false'];

export interface KubeControllersProps {
  /** Started with {@link WATCHED_BY_CONTROLLERS}. */
  readonly server: KubeApiServer;
  /** Folder for logs and certificates; made where missing. */
  readonly dir: string;
  /** Nodes to play, each in a zone of its own. Default: 3. */
  readonly nodes?: number;
  /** Controllers of kube-controller-manager besides those that every proof needs. Default: none. */
  readonly further?: readonly string[];
}

export interface KubeControllers {
  /** Ends all of them. */
  stop(): Promise<void>;
}

/** What a proof needs of kube-controller-manager: no clouds, no volumes, and no judging of nodes that nobody runs. */
const CONTROLLERS = [
  'deployment-controller',
  'disruption-controller',
  'endpointslice-controller',
  'garbage-collector-controller',
  'namespace-controller',
  'replicaset-controller',
  'resourcequota-controller',
  'serviceaccount-controller',
];

const POD_RANGE = '10.128.0.0/16';

const PROGRAMS = ['kube-controller-manager', 'kube-scheduler', 'kwok'] as const;

const nodeOf = (index: number) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: `node-${index}`,
    labels: {
      'kubernetes.io/hostname': `node-${index}`,
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'topology.kubernetes.io/zone': `zone-${index}`,
    },
  },
});

async function addNodes({ kubectl }: KubeApiServer, count: number): Promise<void> {
  const items = Array.from({ length: count }, (_, index) => nodeOf(index));
  const nodes = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const created = await kubectl(['create', '-f', '-'], nodes);
  // Set on every new node until the controller that judges nodes, which does not run here, has seen it.
  const usable = await kubectl(['taint', 'nodes', '--all', 'node.kubernetes.io/not-ready-']);
  if (created.exitCode + usable.exitCode > 0) throw new Error(`no nodes: ${created.stderr}${usable.stderr}`);
}

/**
 * Starts the real kube-controller-manager and kube-scheduler, and kwok in place of kubelets: pods are made, placed and
 * ready, but nothing runs in them. Throws where a program is missing or does not become ready.
 */
export async function startKubeControllers(props: KubeControllersProps): Promise<KubeControllers> {
  const { server, dir } = props;
  const report = await locateTools();
  const program = (name: (typeof PROGRAMS)[number]): string => {
    const path = report.pathOf(name);
    if (path === undefined) throw new Error(`no controllers: ${report.missing([name]).join('; ')}`);
    return path;
  };
  mkdirSync(dir, { recursive: true });
  const started: ServiceProcess[] = [];
  const stop = async (): Promise<void> => {
    // They keep nothing that a proper end would save.
    await Promise.all(started.map((service) => service.kill()));
  };
  const start = async (
    name: (typeof PROGRAMS)[number],
    commandArguments: readonly string[],
    ready: () => Promise<boolean>,
  ): Promise<void> => {
    started.push(
      await startService({
        name,
        command: program(name),
        arguments: [`--kubeconfig=${server.kubeconfigPath}`, ...commandArguments],
        logPath: join(dir, `${name}.log`),
        ready,
      }),
    );
  };
  const served = async (): Promise<string[]> => [
    '--leader-elect=false',
    '--bind-address=127.0.0.1',
    `--secure-port=${await freePort()}`,
    `--cert-dir=${join(dir, 'certificates')}`,
    '--authentication-skip-lookup=true',
  ];
  const answers = async (...commandArguments: string[]): Promise<boolean> =>
    (await server.kubectl(commandArguments)).exitCode === 0;
  try {
    await addNodes(server, props.nodes ?? 3);
    await start(
      'kube-controller-manager',
      [...(await served()), `--controllers=${[...CONTROLLERS, ...(props.further ?? [])].join()}`],
      () => answers('get', 'serviceaccount', 'default', '-n', 'default'),
    );
    await start('kube-scheduler', await served(), () => Promise.resolve(true));
    const kwokAddress = `127.0.0.1:${await freePort()}`;
    await start(
      'kwok',
      [
        '--manage-all-nodes=true',
        `--cidr=${POD_RANGE}`,
        `--server-address=${kwokAddress}`,
        `--config=${join(__dirname, '..', 'stand-ins', 'kwok-stages.yaml')}`,
      ],
      () => answersOk(`http://${kwokAddress}/healthz`),
    );
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
