import { setTimeout as pause } from 'node:timers/promises';
import { accepted } from './api-server-objects';
import type { KubeApiServer } from './tools/kube-api-server';

interface Played {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid: string;
    readonly generation: number;
    readonly creationTimestamp: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>> & { readonly observedGeneration?: number };
}

/** What an operator says of an object. */
export interface Verdict {
  readonly ready: boolean;
}

export interface PlayedOperators {
  /** What is said from now on; asked for every object anew. */
  say(judge: (object: Played) => Verdict): void;
  /** What the last round failed with, for who waits in vain. */
  failure(): string;
  stop(): Promise<void>;
}

/** An operator takes this long before it says anything: who takes silence for health goes on in that time. */
const SILENT_MS = 3000;

/** What kinds state that do not say `Ready`. */
const CONDITIONS: Readonly<Record<string, readonly string[]>> = {
  Gateway: ['Accepted', 'Programmed'],
  GatewayClass: ['Accepted'],
  HTTPRoute: ['Accepted', 'ResolvedRefs'],
};

const condition = (type: string, ready: boolean, generation: number) => ({
  type,
  status: ready ? 'True' : 'False',
  reason: ready ? 'Ready' : 'NotReady',
  message: ready ? 'played' : 'played: not well',
  lastTransitionTime: new Date().toISOString().replace(/\.\d+Z/, 'Z'),
  observedGeneration: generation,
});

/** Volumes for claims, as a provisioner makes them. */
async function bindClaim(server: KubeApiServer, { metadata, spec }: Played): Promise<void> {
  const { resources, accessModes, storageClassName } = spec as {
    resources: { requests: { storage: string } };
    accessModes: string[];
    storageClassName?: string;
  };
  const name = `played-${metadata.uid}`;
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: { storage: resources.requests.storage },
      accessModes,
      storageClassName,
      hostPath: { path: '/played' },
      claimRef: { namespace: metadata.namespace, name: metadata.name, uid: metadata.uid },
    },
  };
  await accepted(server, ['apply', '--server-side', '-f', '-'], JSON.stringify(volume));
  const annotations = { 'pv.kubernetes.io/bind-completed': 'yes' };
  const claim = [
    'patch',
    'persistentvolumeclaim',
    metadata.name,
    '-n',
    `${metadata.namespace}`,
    '--type=merge',
    '--field-manager=played',
  ];
  await accepted(server, [...claim, '-p', JSON.stringify({ metadata: { annotations }, spec: { volumeName: name } })]);
  const status = { phase: 'Bound', accessModes, capacity: { storage: resources.requests.storage } };
  await accepted(server, [...claim, '--subresource=status', '-p', JSON.stringify({ status })]);
}

/** Of those of which engines read more than conditions. */
const PHASES: Readonly<Record<string, (ready: boolean) => string>> = {
  Cluster: (ready) => (ready ? 'Cluster in healthy state' : 'Waiting for user action'),
};

/** Argo CD leaves an Application alone that says so. */
const SKIPPED = 'argocd.argoproj.io/skip-reconcile';

/** A chart that is applied and healthy. Applications do not keep their status apart. */
async function syncApplication(server: KubeApiServer, { metadata, spec }: Played): Promise<void> {
  const { source, destination } = spec as { source: { targetRevision: string }; destination: object };
  const sync = { status: 'Synced', revision: source.targetRevision, comparedTo: { source, destination } };
  const status = JSON.stringify({ status: { sync, health: { status: 'Healthy' } } });
  const where = ['-n', `${metadata.namespace}`];
  await accepted(server, [
    ...['patch', 'applications.argoproj.io', metadata.name, ...where, '--type=merge', '-p', status],
  ]);
}

/**
 * Says of custom resources what their operators would: nothing at first, then how they are. Kinds are given as kubectl
 * takes them.
 */
export function playOperators(server: KubeApiServer, kinds: readonly string[]): PlayedOperators {
  let judge: (object: Played) => Verdict = () => ({ ready: true });
  let over = false;
  let failure = '';
  const said = new Map<string, string>();
  const round = async (): Promise<void> => {
    const { items } = JSON.parse(
      await accepted(server, ['get', [...kinds, 'persistentvolumeclaims'].join(), '-A', '-o', 'json']),
    ) as { items: Played[] };
    for (const object of items) {
      const { metadata, kind, apiVersion, spec } = object;
      if (Date.now() - Date.parse(metadata.creationTimestamp) < SILENT_MS) continue;
      if (kind === 'Application' && metadata.annotations?.[SKIPPED] === undefined) continue;
      const verdict = judge(object);
      const word = JSON.stringify([verdict, metadata.generation]);
      if (said.get(metadata.uid) === word) continue;
      if (kind === 'PersistentVolumeClaim') {
        await bindClaim(server, object);
      } else if (kind === 'Application') {
        await syncApplication(server, object);
      } else {
        const types = CONDITIONS[kind] ?? ['Ready'];
        const conditions = types.map((type) => condition(type, verdict.ready, metadata.generation));
        const parents = (spec.parentRefs ?? []) as readonly object[];
        const status =
          kind === 'HTTPRoute'
            ? { parents: parents.map((parentRef) => ({ parentRef, controllerName: 'example.com/played', conditions })) }
            : { conditions, observedGeneration: metadata.generation, phase: PHASES[kind]?.(verdict.ready) };
        const where = metadata.namespace === undefined ? [] : ['-n', metadata.namespace];
        const [group, version] = apiVersion.split('/');
        const patch = [
          'patch',
          `${kind}.${version}.${group}`,
          metadata.name,
          ...where,
          '--type=merge',
          '-p',
          JSON.stringify({ status }),
        ];
        await accepted(server, [...patch, '--subresource=status']);
      }
      said.set(metadata.uid, word);
    }
  };
  const playing = (async () => {
    while (!over) {
      // Objects may go in the middle of a round, and kinds may come after the first.
      failure = await round().then(
        () => '',
        (error: Error) => error.message,
      );
      await pause(1000);
    }
  })();
  return {
    say: (next) => {
      judge = next;
    },
    failure: () => failure,
    stop: async () => {
      over = true;
      await playing;
    },
  };
}
