import { App } from 'cdk8s';
import { chartContext } from '../../../charts';
import { DatabaseDumpsChart, type DatabaseDumpsChartProps } from '../../../charts/database-dumps/database-dumps-chart';
import { evidence } from '../../../constructs/aws/evidence/capabilities';
import type { BucketBinding } from '../../../constructs/contracts';
import { dumpsEvidence } from '../../../constructs/kubernetes/dumps-evidence';
import { rcloneEnvironment } from '../../../constructs/kubernetes/rclone';
import { checkParity } from '../../../policies/parity';
import { googleSite } from '../../fixtures/sites';
import { managedFacts } from '../site-rendering';

const bucket = (uri: string, env: BucketBinding['env'] = {}): BucketBinding => ({
  name: 'acme-dumps',
  uri,
  env,
  hadoop: { uri, settings: {}, jars: [] },
  egress: [{ cidr: '192.0.2.1/32', ports: [{ port: 443, protocol: 'TCP' }] }],
});

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly schedule: string;
    readonly suspend: boolean;
    readonly concurrencyPolicy: string;
    readonly egress?: readonly { readonly to: readonly { readonly ipBlock?: { readonly cidr: string } }[] }[];
    readonly jobTemplate: {
      readonly spec: {
        readonly backoffLimit: number;
        readonly activeDeadlineSeconds: number;
        readonly template: {
          readonly spec: {
            readonly serviceAccountName: string;
            readonly containers: readonly Container[];
            readonly initContainers?: readonly Container[];
            readonly volumes: readonly object[];
          };
        };
      };
    };
  };
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: object }[];
}

function render(role: 'sends' | 'takes', props: Partial<DatabaseDumpsChartProps> = {}): Rendered[] {
  const site = googleSite();
  return new DatabaseDumpsChart(new App(), {
    context: chartContext(site, managedFacts),
    owner: 'tracking',
    namespace: 'tracking',
    name: 'tracking-database-dumps',
    copied: { service: 'tracking', need: 'database' },
    need: {
      kind: 'postgres',
      database: 'mlflow',
      majorVersion: 16,
      size: 'small',
      storageGiB: 50,
      backupRetentionDays: 7,
      highlyAvailable: true,
    },
    role,
    intervalMinutes: 15,
    rpoMinutes: 60,
    database: {
      secretName: 'tracking-database',
      sslMode: 'verify-full',
      egress: [{ cidr: '192.0.2.9/32', ports: [{ port: 5432, protocol: 'TCP' }] }],
    },
    dumps: bucket('gs://acme-dumps'),
    identity: { serviceAccountName: 'tracking-database-dumps', podLabels: {}, egress: [] },
    ...props,
  }).toJson() as Rendered[];
}

const named = (objects: readonly Rendered[], kind: string, name: string): Rendered => {
  const found = objects.find((one) => one.kind === kind && one.metadata.name === name);
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
};
const reached = (objects: readonly Rendered[], name: string) =>
  (named(objects, 'NetworkPolicy', name).spec.egress ?? []).flatMap(({ to }) => to.map(({ ipBlock }) => ipBlock?.cidr));

describe('dumps of a database', () => {
  it('are made at the interval, one at a time, and no second time when one fails', () => {
    const { spec } = named(render('sends'), 'CronJob', 'tracking-database-dumps');
    expect(spec).toMatchObject({ schedule: '0,15,30,45 * * * *', concurrencyPolicy: 'Forbid', suspend: false });
    expect(spec.jobTemplate.spec).toMatchObject({ backoffLimit: 0, activeDeadlineSeconds: 3600 });
  });

  it('are made by programs as old as the server, as the identity of the dumps, on a volume of their own', () => {
    const { spec } = named(render('sends'), 'CronJob', 'tracking-database-dumps').spec.jobTemplate.spec.template;
    expect(spec.initContainers?.map(({ image }) => image)).toEqual(['docker.io/library/postgres:16.15-alpine']);
    expect(spec.serviceAccountName).toBe('tracking-database-dumps');
    expect(JSON.stringify(spec.volumes)).toContain('"storage":"50Gi"');
  });

  it('see the password from its Secret only, and only where the database is reached', () => {
    const { spec } = named(render('sends'), 'CronJob', 'tracking-database-dumps').spec.jobTemplate.spec.template;
    const password = (container?: Container) => container?.env.find(({ name }) => name === 'PGPASSWORD');
    expect(password(spec.initContainers?.[0])?.valueFrom).toEqual({
      secretKeyRef: { name: 'tracking-database', key: 'password' },
    });
    expect(password(spec.containers[0])).toBeUndefined();
  });

  it('are looked at where they are taken, without a way to the database', () => {
    const objects = render('takes');
    expect(reached(objects, 'tracking-database-dumps-check')).toEqual(['192.0.2.1/32']);
    expect(reached(objects, 'tracking-database-dumps-restore').sort()).toEqual(['192.0.2.1/32', '192.0.2.9/32']);
  });

  it('are restored only when somebody starts that', () => {
    expect(named(render('takes'), 'CronJob', 'tracking-database-dumps-restore').spec.suspend).toBe(true);
    expect(render('sends').map(({ metadata }) => metadata.name)).not.toContain('tracking-database-dumps-restore');
  });
});

describe('the promise of dumps', () => {
  const statusOf = (manifests: readonly object[]) =>
    checkParity({ stacks: {}, manifests: manifests as never }, evidence, (id) => id === 'postgres.dump-copies').find(
      ({ capability }) => capability === 'postgres.dump-copies',
    )?.status;

  it.each(['sends', 'takes'] as const)('is kept where a site %s them', (role) => {
    expect(statusOf(render(role))).toBe('kept');
  });

  it.each(dumpsEvidence.map(({ path }) => path))('is broken without %s', (path) => {
    const manifests = structuredClone(render('takes'));
    for (const manifest of manifests.filter(({ kind }) => kind === 'CronJob')) {
      const keys = path.split('.');
      const last = keys.pop() ?? '';
      const holder = keys.reduce<Record<string, unknown>>(
        (value, key) => value[key] as Record<string, unknown>,
        manifest as unknown as Record<string, unknown>,
      );
      delete holder[last];
    }
    expect(statusOf(manifests)).toBe('broken');
  });
});

describe('rclone', () => {
  it.each([
    ['s3://acme-dumps', { AWS_REGION: 'eu-west-1' }, 'store:acme-dumps', 's3'],
    ['gs://acme-dumps', {}, 'store:acme-dumps', 'google cloud storage'],
    ['wasbs://dumps@acmedumps.blob.core.windows.net', {}, 'store:dumps', 'azureblob'],
  ])('reaches %s as its pod, by no file and no key', (uri, env, store, type) => {
    const stated = rcloneEnvironment(bucket(uri, env));
    expect(stated).toMatchObject({
      RCLONE_CONFIG: '',
      RCLONE_CONFIG_STORE_TYPE: type,
      RCLONE_CONFIG_STORE_ENV_AUTH: 'true',
      STORE: store,
    });
    expect(Object.keys(stated).join(' ')).not.toMatch(/KEY|SECRET|TOKEN/);
  });

  it('is not set up for a store inside a cluster', () => {
    expect(() => rcloneEnvironment(bucket('file:///dumps'))).toThrow(/s3:, gs:, wasbs:/);
  });
});
