import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deployedWaves } from '../../../delivery/pulumi/deployed-objects';
import { platformObjects } from '../../../delivery/pulumi/platform-objects';
import { routesOf } from '../../../delivery/pulumi/routes';
import { InputError } from '../../../environments/model';
import { localSite } from '../../fixtures/sites';
import { type WrittenSite, writtenSite } from './written-site';

let site: WrittenSite;

beforeAll(async () => {
  site = await writtenSite(localSite());
});

afterAll(() => site.remove());

const findings = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error.findings;
    throw error;
  }
  return [];
};

describe('the waves of a tree', () => {
  it('are its folders', () => {
    const names = deployedWaves(site.folder, { platform: false }).map(({ name }) => name);
    expect(names.sort()).toEqual([
      'foundations',
      'operators',
      'shared',
      'tracking',
      'tracking-access',
      'tracking-data',
      'tracking-migration',
    ]);
  });

  it('say where the site answers', () => {
    expect(routesOf(site.folder)).toEqual(['https://mlflow.ml.example.com']);
  });

  it('are refused where an object holds a secret, because the state would hold it', () => {
    const path = join(site.folder, 'k8s/20-shared/secret-planted.yaml');
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'planted', namespace: 'tracking' },
      stringData: { a: 'b' },
    };
    writeFileSync(path, JSON.stringify(secret));
    expect(findings(() => deployedWaves(site.folder, { platform: false }))).toMatchObject([
      { code: 'PULUMI_SECRET', place: 'Secret tracking/planted' },
    ]);
    writeFileSync(path, JSON.stringify({ ...secret, stringData: {} }));
    expect(findings(() => deployedWaves(site.folder, { platform: false }))).toEqual([]);
  });

  it('are not there before a build', () => {
    expect(findings(() => deployedWaves(join(site.folder, 'none'), { platform: true }))).toMatchObject([
      { code: 'TREE_MISSING' },
    ]);
  });
});

describe('the platform of a cluster alone', () => {
  it('has the namespaces and service accounts of its stack, as Terraform would make them', () => {
    const [namespaces, platform] = deployedWaves(site.folder, { platform: true });
    const { stacks } = site.build.output;
    const accounts = Object.values(stacks.platform?.resource?.kubernetes_service_account_v1 ?? {});
    expect(
      platform?.objects
        .filter(({ kind }) => kind === 'ServiceAccount')
        .map(({ automountServiceAccountToken }) => automountServiceAccountToken),
    ).toEqual(
      accounts.map((one) => (one as { automount_service_account_token: boolean }).automount_service_account_token),
    );
    const namespace = namespaces?.objects.find(({ metadata }) => metadata.name === 'tracking');
    expect(namespace?.metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe('restricted');
  });

  it('is refused where only Terraform could make it', () => {
    expect(() => platformObjects({ resource: { aws_iam_role: { one: {} } } })).toThrow('aws_iam_role');
  });
});
