import type { AwsSite, AzureSite, CloudSite, GoogleSite } from '../../../environments/model';
import type { QuotaCheck } from '../../../policies/preflight/check';
import { quotaChecks } from '../../../policies/preflight/quota-checks';
import type { SiteOutput, StackJson } from '../../../policies/site-output';
import * as fixtures from '../../fixtures/sites';

const awsSite = fixtures.awsSite();
const azureSite = fixtures.azureSite();
const googleSite = fixtures.googleSite();

const output = (resource: StackJson['resource'] = {}, gateways = 1): SiteOutput => ({
  stacks: { network: { resource } },
  manifests: Array.from({ length: gateways }, (_one, index) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name: `g${index}` },
  })),
});

const copies = (number: number, body: object = {}) =>
  Object.fromEntries(Array.from({ length: number }, (_one, index) => [`r${index}`, body]));

const check = (checks: readonly QuotaCheck[], key: string): QuotaCheck => {
  const found = checks.find((one) => one.key === key);
  if (!found) throw new Error(`${key} is not among ${checks.map((one) => one.key).join(', ')}`);
  return found;
};

describe('what stacks make', () => {
  it('counts on AWS', () => {
    const checks = quotaChecks(
      awsSite,
      output({
        aws_eip: copies(3),
        aws_nat_gateway: copies(3),
        aws_vpc_endpoint: { ...copies(12, { vpc_endpoint_type: 'Interface' }), s3: { vpc_endpoint_type: 'Gateway' } },
        aws_db_instance: { a: { allocated_storage: 50, max_allocated_storage: 200 }, b: { allocated_storage: 20 } },
        aws_vpc_security_group_ingress_rule: {
          ...copies(4, { security_group_id: 'a' }),
          other: { security_group_id: 'b' },
        },
      }),
    );
    const needed = Object.fromEntries(checks.map((one) => [one.key, one.needed]));
    expect(needed).toMatchObject({
      'L-0263D0A3': 3,
      'L-FE5A380F': 1,
      'L-29B6F2EB': 12,
      'L-7B6409FD': 2,
      'L-7ADDB58A': 220,
      'L-0EA8095F': 4,
      'L-69A177A2': 1,
    });
    // 48 machines in all at the most, with disks of 104 GiB: less than five TiB.
    expect(check(checks, 'L-7A658B76')).toMatchObject({ needed: 5, limit: 50, status: 'fine' });
    expect(check(checks, 'L-0263D0A3').status).toBe('fine');
  });

  it('counts on AWS what belongs to the whole environment, where the site has a part in it', () => {
    const keys = (site: AwsSite): string[] => quotaChecks(site, output()).map(({ key }) => key);
    const ofEnvironment = ['L-7029FAB6', 'L-24B04930'];
    const edge = {
      routes: ['models/churn'],
      hosts: ['models.ml.example.com'],
      entry: 'edge-test-aws.ml.example.com',
      gatewayAddresses: [],
      waf: { mode: 'block', requestsPer5Minutes: 2000 },
      ddos: 'standard',
      cachedPaths: [],
      health: { intervalSeconds: 30, failures: 3 },
      hasZone: false,
      failsOver: true,
    } as const;
    expect(keys(awsSite).filter((key) => ofEnvironment.includes(key))).toEqual([]);
    const open: AwsSite = { ...awsSite, linkedTo: ['test-google-europe-west1'], edge };
    expect(
      keys(open)
        .filter((key) => ofEnvironment.includes(key))
        .sort(),
    ).toEqual([...ofEnvironment].sort());
    expect(check(quotaChecks(open, output()), 'L-7029FAB6')).toMatchObject({ needed: 1, limit: 5, status: 'fine' });
    const shared = output({ aws_efs_file_system: copies(2), aws_iam_policy: copies(3) });
    expect(check(quotaChecks(awsSite, shared), 'L-848C634D')).toMatchObject({ needed: 2, status: 'fine' });
    expect(check(quotaChecks(awsSite, shared), 'L-E95E4862')).toMatchObject({ needed: 3, status: 'fine' });
  });

  it('counts on Google Cloud, external addresses only, disks by their kind', () => {
    const site: GoogleSite = { ...googleSite, pools: googleSite.pools.slice(0, 1) };
    const [pool] = site.pools;
    const checks = quotaChecks(
      site,
      output({ google_compute_address: { ...copies(3), internal: { address_type: 'INTERNAL' } } }),
    );
    expect(check(checks, 'IN-USE-ADDRESSES-per-project-region').needed).toBe(3);
    expect(check(checks, 'STATIC-ADDRESSES-per-project-region').needed).toBe(3);
    const disks = checks.filter(({ key }) => key.startsWith('HDB') || key.startsWith('SSD'));
    expect(disks.map(({ needed }) => needed)).toEqual([((pool?.maxNodes ?? 0) + 1) * (pool?.diskGiB ?? 0)]);
  });

  it('counts on Azure', () => {
    const checks = quotaChecks(
      azureSite,
      output({ azurerm_public_ip: copies(4), azurerm_storage_account: copies(16) }),
    );
    expect(check(checks, 'IPv4StandardSkuPublicIpAddresses')).toMatchObject({ needed: 4, status: 'unsure' });
    expect(check(checks, 'StorageAccounts')).toMatchObject({ needed: 16, status: 'fine' });
  });
});

describe('limits', () => {
  const standard = 'L-1216C47A';
  const granted = (quotas: AwsSite['quotas'], live?: Parameters<typeof quotaChecks>[2]): QuotaCheck =>
    check(quotaChecks({ ...awsSite, quotas }, output(), live), standard);
  const { needed } = granted({});

  it('are those of a new account where nothing is known', () =>
    expect(granted(undefined)).toMatchObject({ status: 'request', limit: 5, limitFrom: 'new account' }));

  it('are what the environment states', () => {
    expect(granted({ [standard]: needed })).toMatchObject({ status: 'fine', limitFrom: 'environment' });
    expect(granted({ [standard]: needed - 1 })).toMatchObject({ status: 'request', limit: needed - 1 });
  });

  it('are what the account answers, before all else', () => {
    const account = (limit: number, used?: number) => ({ limits: { [standard]: { limit, used } }, offers: {} });
    expect(granted({ [standard]: 1 }, account(needed))).toMatchObject({ status: 'fine', limitFrom: 'account' });
    expect(granted({ [standard]: 9999 }, account(needed - 1)).status).toBe('request');
    // What is in use may be this environment's own.
    expect(granted({}, account(needed, 1))).toMatchObject({ status: 'unsure', used: 1 });
  });
});

it('shows the worst first', () => {
  const checks = quotaChecks(awsSite, output({ aws_vpc: copies(6) }));
  const requests = checks.filter(({ status }) => status === 'request').map(({ key }) => key);
  // Without any GPU at all; then what is exceeded the most.
  expect(requests).toEqual(['L-DB2E81BA', 'L-1216C47A', 'L-34B43A08', 'L-F678F1CE']);
  expect(checks.slice(requests.length).map(({ status }) => status)).not.toContain('request');
});

describe('requests', () => {
  const ask = (site: CloudSite, key: string): string | undefined => check(quotaChecks(site, output()), key).request;

  it('are commands of the tool of each cloud', () => {
    expect(ask(awsSite, 'L-DB2E81BA')).toBe(
      'aws service-quotas request-service-quota-increase --region eu-west-1 --service-code ec2 --quota-code L-DB2E81BA --desired-value 48',
    );
    expect(ask(googleSite, 'GPUS-ALL-REGIONS-per-project')).toMatch(
      /^gcloud quotas preferences create --project=\S+ --service=compute.googleapis.com --quota-id=GPUS-ALL-REGIONS-per-project --preferred-value=7 --email=\S+$/,
    );
    expect(ask(azureSite, 'lowPriorityCores')).toMatch(
      /^az quota update --scope \/subscriptions\/\S+\/providers\/Microsoft.Compute\/locations\/\S+ --resource-name lowPriorityCores --limit-object value=24 --resource-type lowPriority$/,
    );
  });

  it('name the family where quotas of one code differ by it', () => {
    const site: GoogleSite = {
      ...googleSite,
      pools: googleSite.pools.slice(0, 1).map((pool) => ({ ...pool, machineType: 'n4-standard-4', maxNodes: 20 })),
    };
    expect(ask(site, 'CPUS-PER-VM-FAMILY-per-project-region vm_family=N4')).toContain(
      `--dimensions=region=${site.region},vm_family=N4 --preferred-value=84 `,
    );
  });

  it('quote names with blanks', () => {
    const site: AzureSite = {
      ...azureSite,
      pools: azureSite.pools
        .filter(({ name }) => name === 'gpu')
        .map((pool) => ({ ...pool, machineType: 'Standard_NC4as_T4_v3' })),
    };
    expect(ask(site, 'Standard NCASv3_T4 Family')).toContain("--resource-name 'Standard NCASv3_T4 Family' ");
  });

  it('ask for quotas of the whole account where those answer', () => {
    const roles = quotaChecks(awsSite, output({ aws_iam_role: copies(1001) }));
    expect(check(roles, 'L-FE177D64').request).toContain('--region us-east-1 --service-code iam');
  });
});
