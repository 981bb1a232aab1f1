import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { EnvValue, NetworkPeer } from '../../constructs/contracts';
import { tcp } from '../../constructs/kubernetes/network-policy';
import type { ContainerSpec, Mount } from '../../constructs/kubernetes/workloads';
import type { ConfigOf, orchestration } from '../../services';
import { gitSyncImage } from '../git-sync';
import { airflowHome, ports } from './airflow';
import { internet } from './internet';
import type { OrchestrationProps } from './orchestration-props';

/** Shared by git-sync, which writes it, and Airflow. */
const root = '/dags';
const link = 'repository';

/** Room for a shallow clone, twice while one replaces the other. */
export const dagsMounts: readonly Mount[] = [{ path: root, scratchMiB: 1024 }];

type Config = ConfigOf<typeof orchestration>;

export const dagsEnvironment = ({ dags }: Config): Readonly<Record<string, string>> => ({
  AIRFLOW__CORE__DAGS_FOLDER: dags
    ? [root, link, ...(dags.subPath ? [dags.subPath] : [])].join('/')
    : `${airflowHome}/dags`,
  ...(dags ? { AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL: `${Math.max(dags.intervalSeconds, 30)}` } : {}),
});

function gitEnvironment({ config: { dags }, bindings }: OrchestrationProps): Readonly<Record<string, EnvValue>> {
  if (!dags) return {};
  return {
    GITSYNC_REPO: dags.repository,
    GITSYNC_REF: dags.revision,
    GITSYNC_DEPTH: '1',
    GITSYNC_ROOT: root,
    GITSYNC_LINK: link,
    ...(bindings.git
      ? {
          GITSYNC_USERNAME: { secret: bindings.git.secretName, key: 'username' },
          GITSYNC_PASSWORD: { secret: bindings.git.secretName, key: 'password' },
        }
      : {}),
  };
}

const container = (props: OrchestrationProps, name: string, env: Readonly<Record<string, string>>): ContainerSpec => ({
  name,
  image: gitSyncImage,
  command: ['/git-sync'],
  env: { ...gitEnvironment(props), ...env },
  cpuMillis: 50,
  memoryMiB: 256,
  mounts: [...dagsMounts, { path: '/tmp', scratchMiB: 64 }],
});

/** Fetches the DAGs once, before anything reads them. */
export const fetchDags = (props: OrchestrationProps): ContainerSpec[] =>
  props.config.dags ? [container(props, 'fetch-dags', { GITSYNC_ONE_TIME: 'true' })] : [];

/** Keeps the DAGs as the repository has them; a server of Git that is away for a while changes nothing. */
export const followDags = (props: OrchestrationProps): ContainerSpec[] => {
  const { dags } = props.config;
  if (!dags) return [];
  return [
    {
      ...container(props, 'follow-dags', {
        GITSYNC_PERIOD: `${dags.intervalSeconds}s`,
        GITSYNC_MAX_FAILURES: '-1',
        GITSYNC_HTTP_BIND: `:${ports.gitSync}`,
        GITSYNC_HTTP_METRICS: 'false',
      }),
      ports: { 'git-sync': ports.gitSync },
      liveness: Probe.fromHttpGet('/', {
        port: ports.gitSync,
        initialDelaySeconds: Duration.seconds(30),
        periodSeconds: Duration.seconds(30),
        timeoutSeconds: Duration.seconds(5),
        failureThreshold: 4,
      }),
    },
  ];
};

/** The Git server: on the internet, or in the stated networks. */
export const gitEgress = ({ dags }: Config): NetworkPeer[] => {
  if (!dags) return [];
  return dags.cidrs.length > 0 ? dags.cidrs.map((cidr) => ({ cidr, ports: [tcp(443)] })) : [internet];
};
