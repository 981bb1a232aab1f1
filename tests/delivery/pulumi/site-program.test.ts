import type { DeployedWave } from '../../../delivery/pulumi/deployed-objects';
import { inOrder } from '../../../delivery/pulumi/in-order';
import type { SiteProgramProps } from '../../../delivery/pulumi/site-program';
import { type Registered, recordedProgram } from './recorded-program';

const wave = (name: string, after: readonly string[], objects: DeployedWave['objects']): DeployedWave => ({
  name,
  after,
  objects,
  releases: [],
});

const kept = {
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
};

const object = (apiVersion: string, kind: string, metadata: object = {}, more: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name: kind.toLowerCase(), namespace: 'tracking', ...metadata },
  spec: {},
  ...more,
});

const run = (objects: DeployedWave['objects'], more: Partial<SiteProgramProps> = {}): Promise<Registered[]> =>
  recordedProgram({
    site: 'local',
    waves: [wave('one', [], objects)],
    connection: { kubeconfig: '/home/me/.kube/config', context: 'kind' },
    isProtected: true,
    ...more,
  });

const the = (all: readonly Registered[], kind: string): Registered => {
  const found = all.find(({ type }) => type.endsWith(`:${kind}`));
  if (!found) throw new Error(`no ${kind}`);
  return found;
};

const annotations = ({ inputs }: Registered) =>
  (inputs.metadata as { readonly annotations?: Readonly<Record<string, string>> }).annotations;

describe('an object', () => {
  it('is waited for as long as a folder of GitOps may take, and replaced by deleting the old one first', async () => {
    expect(the(await run([object('batch/v1', 'Job')]), 'Job')).toMatchObject({
      createTimeout: '15m',
      deleteBeforeReplace: true,
      protect: false,
      retainOnDelete: false,
    });
  });

  it('that holds data stays when it is gone from the tree, and is never replaced on a protected site', async () => {
    const set = object('apps/v1', 'StatefulSet', { annotations: kept });
    expect(the(await run([set]), 'StatefulSet')).toMatchObject({ protect: true, retainOnDelete: true });
    expect(the(await run([set], { isProtected: false }), 'StatefulSet')).toMatchObject({
      protect: false,
      retainOnDelete: true,
    });
  });

  it('is never lost with its namespace', async () => {
    expect(the(await run([object('v1', 'Namespace', { namespace: undefined })]), 'Namespace').retainOnDelete).toBe(
      true,
    );
  });

  it('leaves the weights of routes to who shifts them', async () => {
    const shifted = object('gateway.networking.k8s.io/v1', 'HTTPRoute', {
      labels: { 'evenkeel.dev/weights': 'shifted' },
    });
    const fixed = object('gateway.networking.k8s.io/v1', 'HTTPRoute');
    expect(the(await run([shifted]), 'HTTPRoute').ignoreChanges).toEqual(['spec.rules[*].backendRefs[*].weight']);
    expect(the(await run([fixed]), 'HTTPRoute').ignoreChanges).toEqual([]);
  });

  it('leaves the number of what stops at night to the job that stops it', async () => {
    const stops = object('apps/v1', 'Deployment', { labels: { 'evenkeel.dev/off-hours': 'stops' } });
    expect(the(await run([stops]), 'Deployment').ignoreChanges).toEqual(['spec.replicas']);
  });

  it('is ready where GitOps calls it ready', async () => {
    const all = await run([
      object('argoproj.io/v1alpha1', 'Rollout'),
      object('v1', 'Service', { name: 'inside' }, { spec: { type: 'ClusterIP' } }),
      object('apps/v1', 'Deployment'),
    ]);
    expect(annotations(the(all, 'Rollout'))).toEqual({ 'pulumi.com/waitFor': 'jsonpath={.status.phase}' });
    expect(annotations(the(all, 'Service'))).toEqual({ 'pulumi.com/skipAwait': 'true' });
    expect(annotations(the(all, 'Deployment'))).toBeUndefined();
    const balancer = await run([object('v1', 'Service', {}, { spec: { type: 'LoadBalancer' } })]);
    expect(annotations(the(balancer, 'Service'))).toEqual({
      'pulumi.com/waitFor': 'jsonpath={.status.loadBalancer.ingress}',
    });
  });

  it('stays the same object in a new version of its kind', async () => {
    const formerTypes = new Map([
      ['kubernetes:kafka.strimzi.io:Kafka tracking/kafka', 'kubernetes:kafka.strimzi.io/v1beta2:Kafka'],
    ]);
    const all = await run([object('kafka.strimzi.io/v1', 'Kafka')], { formerTypes });
    expect(the(all, 'Kafka').formerTypes).toEqual(['kubernetes:kafka.strimzi.io/v1beta2:Kafka']);
  });
});

describe('the cluster', () => {
  it('is applied to on the side of the server, by the file and context of kubectl', async () => {
    const all = await run([]);
    expect(all.find(({ type }) => type === 'pulumi:providers:kubernetes')?.inputs).toMatchObject({
      kubeconfig: '/home/me/.kube/config',
      context: 'kind',
      clusterIdentifier: 'local',
      enableServerSideApply: 'true',
      upsertExistingObjects: 'true',
      enableConfigMapMutable: 'true',
    });
  });
});

describe('waves', () => {
  const config = (name: string) => object('v1', 'ConfigMap', { name });

  it('wait for everything of those before, whatever the order they are listed in', async () => {
    const all = await recordedProgram({
      site: 'local',
      waves: [wave('last', ['first'], [config('b')]), wave('first', [], [config('a')])],
      connection: { kubeconfig: 'k' },
      isProtected: false,
    });
    const last = all.find(({ name }) => name === 'last');
    expect(last?.dependencies).toEqual([all.find(({ name }) => name === 'tracking/a')?.urn]);
  });

  it('that wait for one another, or for what is not there, are refused', () => {
    expect(() => inOrder([wave('a', ['b'], []), wave('b', ['a'], [])])).toThrow('a waits for b waits for a');
    expect(() => inOrder([wave('a', ['b'], [])])).toThrow('a waits for b, which is not there');
  });
});
