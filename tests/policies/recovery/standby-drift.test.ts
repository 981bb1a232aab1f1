import type { EnvironmentInput } from '../../../environments/schema';
import { isSitePublicCloud, resolveEnvironment } from '../../../environments/schema';
import { standbyCapacity } from '../../../policies/recovery/standby-capacity';
import { type BuiltSite, standbyDrift } from '../../../policies/recovery/standby-drift';
import type { Manifest } from '../../../policies/site-output';
import { environmentInput, siteInputs } from '../../fixtures/environment';
import { sixSiteInputs } from '../../fixtures/six-sites';

const recovery = { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 480 } as const;
const ecr = (account: string) => `${account}.dkr.ecr.eu-west-1.amazonaws.com`;

const workload = (name: string, image: string, kind = 'Deployment', namespace = 'tracking'): Manifest => ({
  apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
  kind,
  metadata: { name, namespace },
  spec: { template: { spec: { containers: [{ name: 'main', image }] } } },
});

const secret = (name: string, ...keys: string[]): Manifest => ({
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: { name, namespace: 'tracking' },
  spec: { data: keys.map((secretKey) => ({ secretKey })) },
});

const release = {
  kubernetes: '1.35',
  services: ['tracking'],
  charts: { 'cert-manager': 'v1', 'cluster-autoscaler': '9' },
};

interface Change {
  readonly manifests?: readonly Manifest[];
  readonly release?: Partial<BuiltSite['release']>;
}

/** A primary on AWS, and a standby on the same cloud or another one, built alike but for what a test changes. */
function pair(near: boolean, primary: Change = {}, standby: Change = {}, input: Partial<EnvironmentInput> = {}) {
  const { sites } = resolveEnvironment(
    environmentInput({
      recovery,
      sites: [siteInputs.aws, near ? sixSiteInputs.awsSecond : siteInputs.google],
      ...input,
    }),
  );
  const built = ({ manifests = [], release: changed = {} }: Change, index: number): BuiltSite => {
    const site = sites[index];
    if (!site) throw new Error('two sites');
    return { site, output: { stacks: {}, manifests }, release: { ...release, ...changed } };
  };
  return [built(primary, 0), built(standby, 1)] as const;
}

const found = (...words: Parameters<typeof pair>): string[] =>
  standbyDrift(...pair(...words)).map(({ code, place }) => `${code} ${place}`);

const mlflow = workload('mlflow', 'ghcr.io/mlflow/mlflow:v3');

describe.each([
  ['on the same cloud', true],
  ['on another cloud', false],
])('a standby %s', (_where, near) => {
  it('is fine when it is built alike, whatever registry its images come from and however jobs are numbered', () => {
    const here = [mlflow, workload('migrate-1a2b3c4d', 'a/b:1', 'Job'), secret('tracking-passphrase', 'value')];
    const there = [
      workload('mlflow', 'mirror.example.com/github/mlflow/mlflow:v3'),
      workload('migrate-5e6f7a8b', 'a/b:1', 'Job'),
      secret('tracking-passphrase', 'value'),
    ];
    expect(found(near, { manifests: here }, { manifests: there })).toEqual([]);
  });

  it('has every service, chart and workload of its primary', () => {
    expect(
      found(
        near,
        { manifests: [mlflow], release: { services: ['tracking', 'llm'], charts: { ...release.charts, keda: '2' } } },
        { manifests: [workload('mlflow', 'ghcr.io/mlflow/mlflow:v3', 'StatefulSet')] },
      ),
    ).toEqual([
      'STANDBY_SERVICE services.llm',
      'STANDBY_SERVICE charts.keda',
      'STANDBY_SERVICE tracking/Deployment/mlflow',
    ]);
  });

  it('has the same versions of Kubernetes, charts, APIs and images', () => {
    expect(
      found(
        near,
        { manifests: [mlflow] },
        {
          manifests: [{ ...workload('mlflow', 'ghcr.io/mlflow/mlflow:v2'), apiVersion: 'apps/v1beta1' }],
          release: { kubernetes: '1.34', charts: { ...release.charts, 'cert-manager': 'v0' } },
        },
      ),
    ).toEqual([
      'STANDBY_VERSION kubernetesVersion',
      'STANDBY_VERSION charts.cert-manager',
      'STANDBY_VERSION apis.apps Deployment',
      'STANDBY_VERSION tracking/Deployment/mlflow.spec.template.spec.containers[main].image',
    ]);
  });

  it('has every secret that a service asks for, with all its keys', () => {
    const here = [secret('tracking-passphrase', 'value', 'older')];
    expect(found(near, { manifests: here }, {})).toEqual([
      'STANDBY_SECRET tracking/ExternalSecret/tracking-passphrase',
    ]);
    const [finding] = standbyDrift(
      ...pair(near, { manifests: here }, { manifests: [secret('tracking-passphrase', 'value')] }),
    );
    expect(finding?.message).toContain('older');
  });

  it('pulls nothing from the registry of its primary', () => {
    const own = `${ecr('123456789012')}/quay/thanos:v1`;
    const here = [workload('thanos', own)];
    expect(found(near, { manifests: here }, { manifests: here })).toEqual([`STANDBY_IMAGE ${own}`]);
    const there = [workload('thanos', `${ecr('210987654321')}/quay/thanos:v1`)];
    expect(found(near, { manifests: here }, { manifests: there })).toEqual([]);
  });
});

it('leaves to each cloud what only that cloud needs, and to the primary what only a primary has', () => {
  const own = { manifests: [workload('yace', 'a/yace:1', 'Deployment', 'monitoring')] };
  const charts = { release: { charts: { 'cert-manager': 'v1' } } };
  expect(found(false, own, charts)).toEqual([]);
  expect(found(true, own, charts)).toEqual([
    'STANDBY_SERVICE charts.cluster-autoscaler',
    'STANDBY_SERVICE monitoring/Deployment/yace',
  ]);
  const fleet = { manifests: [workload('thanos-fleet', 'a/thanos:1', 'Deployment', 'monitoring')] };
  expect(found(true, fleet, {})).toEqual([]);
});

it('secrets that a cloud brings are held against each other on one cloud only', () => {
  const here = { manifests: [secret('tracking-database', 'host', 'password')] };
  const there = { manifests: [secret('tracking-database', 'host')] };
  expect(found(false, here, there)).toEqual([]);
  expect(found(true, here, there)).toEqual(['STANDBY_SECRET tracking/ExternalSecret/tracking-database']);
});

it('own images are copied to where the standby is, by the cloud or not at all', () => {
  const image = `${ecr('123456789012')}/models/churn:1`;
  const own = { manifests: [workload('churn', image)] };
  const copied = { manifests: [workload('churn', `${ecr('210987654321')}/models/churn:1`)] };
  const registry = { registry: { repositories: ['models/churn'] } };
  expect(found(false, own, copied, registry)).toEqual([`STANDBY_IMAGE ${image}`]);
  expect(found(true, own, copied, registry)).toEqual([]);
  expect(found(true, own, copied, { registry: { ...registry.registry, replicate: false } })).toEqual([
    `STANDBY_IMAGE ${image}`,
  ]);
});

describe('a standby that is promised to take over', () => {
  const capacity = (sites: EnvironmentInput['sites'], promised = true): string[] => {
    const environment = resolveEnvironment(environmentInput({ sites, ...(promised ? { recovery } : {}) }));
    const [primary, standby] = environment.sites.map((site) => ({
      site,
      output: { stacks: {}, manifests: [] },
      release,
    }));
    if (!primary || !standby) throw new Error('two sites');
    return standbyCapacity(primary, standby).map(({ code, place }) => `${code} ${place}`);
  };
  const { aws, google } = siteInputs;

  it('could grow to the size of its primary', () => {
    expect(capacity([aws, google])).toEqual([]);
    const small = { ...google, pools: { general: { maxNodes: 4 }, gpu: { enabled: false } } };
    expect(capacity([aws, small])).toEqual([
      'STANDBY_QUOTA pools.general.maxNodes',
      'STANDBY_QUOTA pools.gpu.maxNodes',
    ]);
    expect(capacity([aws, small], false)).toEqual([]);
  });

  it('has quotas that are known where those of its primary are', () => {
    const granted = { ...aws, quotas: { 'L-1216C47A': 500, 'L-34B43A08': 500, 'L-DB2E81BA': 500 } };
    expect(capacity([granted, google])).toEqual(['STANDBY_QUOTA quotas']);
    const second = { ...sixSiteInputs.awsSecond, quotas: granted.quotas };
    expect(capacity([granted, second])).toEqual([]);
  });

  it('is scaled down, and not smaller', () => {
    const { sites } = resolveEnvironment(
      environmentInput({
        sites: [aws, google],
        recovery: { ...recovery, tier: 'pilot-light' },
        services: { scaling: {} },
      }),
    );
    const [, standby] = sites.filter(isSitePublicCloud);
    expect(standby?.pools.filter(({ name }) => name !== 'system').map(({ minNodes }) => minNodes)).toEqual([0, 0, 0]);
    expect(standby?.pools.every(({ maxNodes }) => maxNodes > 0)).toBe(true);
  });
});
