import { posix } from 'node:path';
import { buildEnvironmentTree } from '../../delivery/environment-stacks';
import { judgeScan, type ScanExemption, type ScanFinding } from '../../policies';
import { stackExemptions } from '../../policies/scan/stack-exemptions';
import { workloadExemptions } from '../../policies/scan/workload-exemptions';
import { openEnvironment } from '../fixtures/six-sites';
import { copyStacks, copyWorkloads, planted, type ScanCopy, type StackScanCopy } from './scan-copies';
import { proof, toolPath } from './skips';
import { type CheckovReport, scan } from './tools/checkov';

const framework = { stacks: 'terraform_json', workloads: 'kubernetes' } as const;

/** Resources and objects that carry promises: the scan has looked at some of each. */
const cared: Readonly<Record<keyof typeof framework, readonly string[]>> = {
  stacks: [
    'aws_cloudwatch_log_group',
    'aws_db_instance',
    'aws_eks_cluster',
    'aws_elasticache_replication_group',
    'aws_iam_role_policy',
    'aws_kms_key',
    'aws_launch_template',
    'aws_s3_bucket',
    'aws_secretsmanager_secret',
    'aws_security_group',
    'aws_subnet',
    'azurerm_key_vault',
    'azurerm_key_vault_key',
    'azurerm_kubernetes_cluster',
    'azurerm_kubernetes_cluster_node_pool',
    'azurerm_postgresql_flexible_server',
    'azurerm_storage_account',
    'google_compute_subnetwork',
    'google_container_cluster',
    'google_container_node_pool',
    'google_kms_crypto_key',
    'google_sql_database_instance',
    'google_storage_bucket',
  ],
  workloads: ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'StatefulSet'],
};

/** What must be found in what was planted. */
const expected: Readonly<Record<keyof typeof framework, readonly string[]>> = {
  // Of AWS: public access; of Google: uniform access; of Azure: old TLS, public blobs.
  stacks: ['CKV_AWS_53', 'CKV_AWS_56', 'CKV_GCP_29', 'CKV_AZURE_44', 'CKV_AZURE_190'],
  workloads: ['CKV_K8S_16', 'CKV_K8S_17', 'CKV_K8S_20'],
};

type Result = CheckovReport['failed'][number];

const exemptionsOf: Readonly<Record<keyof typeof framework, readonly ScanExemption[]>> = {
  stacks: stackExemptions,
  workloads: workloadExemptions,
};

/** Where an object is, and what it is. */
type Place = (result: Result) => Pick<ScanFinding, 'type' | 'address'>;

const placeOfResource =
  ({ typeOf }: StackScanCopy): Place =>
  ({ file_path, resource }) => {
    const stack = posix.dirname(file_path).slice(1);
    const name = resource.slice(resource.indexOf('.') + 1);
    const type = typeOf(stack, name) ?? 'unknown';
    return { type, address: `${stack}/${type}.${name}` };
  };

const placeOfObject: Place = ({ file_path, resource }) => ({
  type: resource.slice(0, resource.indexOf('.')),
  address: `${file_path.split('/').slice(1, 3).join('/')}/${resource}`,
});

const show = ({ check, address, title }: ScanFinding): string => `${check} ${address}: ${title}`;

proof('checkov', ['checkov'], () => {
  const stacks = copyStacks();
  const workloads = copyWorkloads();
  const scans: readonly [keyof typeof framework, ScanCopy, Place][] = [
    ['stacks', stacks, placeOfResource(stacks)],
    ['workloads', workloads, placeOfObject],
  ];
  const reports = new Map<string, CheckovReport>();

  beforeAll(async () => {
    // The scanner has no check of what an edge on Azure is made of.
    for (const cloud of ['aws', 'google'] as const) {
      const tree = await buildEnvironmentTree(openEnvironment([cloud, `${cloud}Second`]));
      stacks.add(`two-of-${cloud}/edge`, tree.stacks.edge ?? {});
    }
    const program = toolPath('checkov') ?? 'checkov';
    await Promise.all(
      scans.map(async ([what, { folder }]) => {
        reports.set(what, await scan(program, folder, framework[what]));
      }),
    );
  });

  describe.each(scans)('%s', (what, { titles }, place) => {
    const report = (): CheckovReport => {
      const found = reports.get(what);
      if (found === undefined) throw new Error(`${what} were not scanned`);
      return found;
    };
    const findings = (): ScanFinding[] =>
      report().failed.map((result) => ({ check: result.check_id, title: result.check_name, ...place(result) }));
    const own = (): ScanFinding[] => findings().filter(({ address }) => !address.startsWith(`${planted}/`));
    // The proof's own day: what is built reads no clock.
    const verdict = () => judgeScan(own(), exemptionsOf[what], new Date().toISOString().slice(0, 10));

    it('are all read', () => {
      expect(report().unread).toEqual([]);
      const looked = [...report().passed, ...report().failed].map(place).map(({ address }) => address);
      expect(titles.filter((title) => !looked.some((address) => address.startsWith(`${title}/`)))).toEqual([]);
    });

    it('pass checks, of every type that carries a promise', () => {
      const passed = new Set(
        report()
          .passed.map(place)
          .filter(({ address }) => !address.startsWith(`${planted}/`))
          .map(({ type }) => type),
      );
      expect(cared[what].filter((type) => !passed.has(type))).toEqual([]);
      expect(passed).not.toContain('unknown');
    });

    it('would not pass with what is planted', () => {
      const found = findings().filter(({ address }) => address.startsWith(`${planted}/`));
      expect(found.map(({ check }) => check)).toEqual(expect.arrayContaining([...expected[what]]));
      expect(judgeScan(found, [], '2026-01-01').unexplained).toEqual(found);
    });

    it('fail no check without a reason', () => {
      expect(verdict().unexplained.map(show)).toEqual([]);
    });

    it('need every exemption, and none is past its day or further ahead than a year', () => {
      const { idle, expired, tooLong } = verdict();
      expect({ idle, expired, tooLong }).toEqual({ idle: [], expired: [], tooLong: [] });
    });
  });
});
