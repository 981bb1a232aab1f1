import type { Command } from '../contracts/command';
import { type CheckedCommands, nothing } from '../contracts/recovery-commands';

/** A cluster as kubectl reaches it. */
export interface ReachedCluster {
  /** Name of its site. */
  readonly site: string;
  readonly kubeconfig: string;
}

/** An object, or all of a kind that a selector finds. */
export interface Kept {
  readonly namespace: string;
  /** `deployment/feast`, or a kind alone. */
  readonly what: string;
}

export const kubectl = (
  { site, kubeconfig }: ReachedCluster,
  args: readonly string[],
  more: Partial<Command> = {},
): Command => ({ program: 'kubectl', args: ['--kubeconfig', kubeconfig, ...args], reaches: site, ...more });

/** Prints what a path of an object holds; nothing where there is no such object. */
export const printed = (cluster: ReachedCluster, { namespace, what }: Kept, path: string): Command =>
  kubectl(cluster, ['--namespace', namespace, 'get', what, '--ignore-not-found', '--output', `jsonpath=${path}`]);

/** Runs a waiting job once. Under one name it never runs twice. */
export const jobOnce = (cluster: ReachedCluster, namespace: string, from: string, name: string): CheckedCommands => ({
  commands: [kubectl(cluster, ['--namespace', namespace, 'create', 'job', name, `--from=cronjob/${from}`])],
  check: {
    command: printed(cluster, { namespace, what: `job/${name}` }, '{.metadata.name} {.status.succeeded}'),
    expects: / 1$/m,
    untouched: nothing,
    says: `job ${name}`,
  },
});

/** Replicas of one workload, or of all of a kind in a namespace. */
export const scaled = (cluster: ReachedCluster, { namespace, what }: Kept, replicas: number): CheckedCommands => ({
  commands: [kubectl(cluster, ['--namespace', namespace, 'scale', what, `--replicas=${replicas}`])],
  check: {
    command: printed(cluster, { namespace, what }, '{.spec.replicas}'),
    expects: new RegExp(`^${replicas}$`, 'm'),
    says: `replicas of ${what}`,
  },
});

/** A job that comes back by itself does so no more, or again. */
export const suspended = (cluster: ReachedCluster, namespace: string, name: string): CheckedCommands => {
  const patch = (suspend: boolean): Command =>
    kubectl(cluster, [
      '--namespace',
      namespace,
      'patch',
      `cronjob/${name}`,
      '--type=merge',
      '--patch',
      JSON.stringify({ spec: { suspend } }),
    ]);
  return {
    commands: [patch(true)],
    check: {
      command: printed(cluster, { namespace, what: `cronjob/${name}` }, '{.spec.suspend}'),
      expects: /^true$/m,
      untouched: /^(false)?$/m,
      says: `whether ${name} rests`,
    },
    undo: [patch(false)],
  };
};

/** Pods of a component that are under way end; what they did stays. */
export const ended = (cluster: ReachedCluster, namespace: string, component: string): CheckedCommands => {
  const underWay = [
    'pods',
    `--selector=app.kubernetes.io/component=${component}`,
    '--field-selector=status.phase!=Succeeded,status.phase!=Failed',
  ];
  return {
    commands: [kubectl(cluster, ['--namespace', namespace, 'delete', ...underWay])],
    check: {
      command: kubectl(cluster, ['--namespace', namespace, 'get', ...underWay, '--output', 'name']),
      expects: nothing,
      says: `pods of ${namespace} that still copy`,
    },
  };
};

const cnpgCluster = (name: string): string => `clusters.postgresql.cnpg.io/${name}`;

/** A server of CloudNativePG stops taking connections, and its volumes stay. */
export const hibernated = (cluster: ReachedCluster, namespace: string, name: string): CheckedCommands => {
  const what = cnpgCluster(name);
  const annotate = (value: string): Command =>
    kubectl(cluster, ['--namespace', namespace, 'annotate', what, '--overwrite', `cnpg.io/hibernation=${value}`]);
  return {
    commands: [annotate('on')],
    check: {
      command: printed(cluster, { namespace, what }, '{.status.conditions[?(@.type=="cnpg.io/hibernation")].status}'),
      expects: /^True$/m,
      untouched: /^\s*(False)?\s*$/,
      says: `whether ${name} sleeps`,
    },
    undo: [annotate('off')],
  };
};

/** What one value of a database of CloudNativePG is, asked on its server itself. */
const valueInside = (cluster: ReachedCluster, namespace: string, name: string, sql: string): Command => {
  const psql = ['psql', '--no-psqlrc', '--tuples-only', '--no-align', `--command=${sql}`];
  const inside = ['exec', `service/${name}-rw`, '--container=postgres', '--', ...psql];
  return kubectl(cluster, ['--namespace', namespace, ...inside]);
};

/** A server of CloudNativePG that followed another site takes writes, and archives into a folder of its own. */
export const promotedFromArchive = (cluster: ReachedCluster, namespace: string, name: string): CheckedCommands => {
  const patch = [
    { op: 'replace', path: '/spec/replica/enabled', value: false },
    { op: 'replace', path: '/spec/plugins/0/isWALArchiver', value: true },
  ];
  const args = ['--namespace', namespace, 'patch', cnpgCluster(name), '--type=json', '--patch', JSON.stringify(patch)];
  return {
    commands: [kubectl(cluster, args)],
    check: {
      command: valueInside(cluster, namespace, name, 'SELECT pg_is_in_recovery()'),
      expects: /^f$/m,
      untouched: /^t$/m,
      says: `whether ${name} still follows`,
    },
  };
};

/** A server of CloudNativePG that follows nobody goes away, with its volumes; one that follows another site stays. */
export const removedUnlessFollowing = (cluster: ReachedCluster, namespace: string, name: string): CheckedCommands => ({
  commands: [kubectl(cluster, ['--namespace', namespace, 'delete', cnpgCluster(name), '--ignore-not-found'])],
  check: {
    command: printed(
      cluster,
      { namespace, what: cnpgCluster(name) },
      '{.metadata.name} follows: {.spec.replica.enabled}',
    ),
    // No word at all: there is none.
    expects: /^\s*$|follows: true$/m,
    untouched: /follows: (false)?$/m,
    says: `whether ${name} is gone or follows`,
  },
});

/** A copy of another site's database is there and answers; whoever watches the site's objects makes it. */
export const followsArchive = (cluster: ReachedCluster, namespace: string, name: string): CheckedCommands['check'] => ({
  command: printed(
    cluster,
    { namespace, what: cnpgCluster(name) },
    'follows: {.spec.replica.enabled}, ready: {.status.readyInstances}',
  ),
  expects: /^follows: true, ready: [1-9]\d*$/m,
  untouched: /^/,
  says: `whether ${name} follows`,
});

/** An object as it should be. */
export const applied = (
  cluster: ReachedCluster,
  object: { readonly metadata: { readonly namespace: string; readonly name: string } },
  kind: string,
  check: { readonly path: string; readonly expects: RegExp },
): CheckedCommands => {
  const { namespace, name } = object.metadata;
  return {
    commands: [kubectl(cluster, ['apply', '--filename', '-'], { stdin: `${JSON.stringify(object, undefined, 2)}\n` })],
    check: {
      command: printed(cluster, { namespace, what: `${kind}/${name}` }, check.path),
      expects: check.expects,
      untouched: nothing,
      says: `state of ${name}`,
    },
    undo: [kubectl(cluster, ['--namespace', namespace, 'delete', `${kind}/${name}`, '--ignore-not-found'])],
  };
};
