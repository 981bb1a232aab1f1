import type { AwsSite, AzureSite, GoogleSite } from '../../../environments/model';
import type { Leftover } from '../../../policies/cost/leftovers/after-destroy';
import { priceBook } from '../../../policies/cost/prices/price-book';
import { azureThings } from '../../../runbooks/orphans/azure-things';
import { googleThings } from '../../../runbooks/orphans/google-things';
import { judgeThings } from '../../../runbooks/orphans/judge-things';
import { normalName, stateNames } from '../../../runbooks/orphans/state-names';
import type { Ask, Thing } from '../../../runbooks/orphans/thing';
import { awsSite, azureSite, googleSite } from '../../fixtures/sites';

const book = priceBook();
const google: GoogleSite = googleSite({ domain: 'ml.example.com' });
const azure: AzureSite = azureSite();
const aws: AwsSite = awsSite();

/** Answers by a part of the command; what nobody planted is an empty list. */
const answering =
  (answers: Readonly<Record<string, unknown>>): Ask =>
  ({ args }) => {
    const words = args.join(' ');
    const found = Object.entries(answers).find(([part]) => words.includes(part));
    return Promise.resolve(found ? found[1] : []);
  };

const known = (states: readonly string[] = [], leftovers: readonly Partial<Leftover>[] = []) => ({
  states: new Set(states.map(normalName)),
  leftovers: leftovers as readonly Leftover[],
  book,
});

describe('on Google Cloud', () => {
  const path = `projects/${google.projectId}`;
  const disk = `//compute.googleapis.com/${path}/zones/${google.region}-b/disks/pvc-1`;
  const labels = { environment: google.environment, site: google.name };
  const ask = answering({
    [`labels.environment=${google.environment}`]: [
      { name: `//storage.googleapis.com/acme-models`, assetType: 'storage.googleapis.com/Bucket', labels },
      { name: '//storage.googleapis.com/acme-lost', assetType: 'storage.googleapis.com/Bucket', labels },
      {
        name: `//secretmanager.googleapis.com/projects/${google.projectNumber}/secrets/known`,
        assetType: 'secretmanager.googleapis.com/Secret',
        labels,
      },
    ],
    'goog-k8s-cluster-name': [
      {
        name: disk,
        assetType: 'compute.googleapis.com/Disk',
        location: `${google.region}-b`,
        labels: { 'goog-k8s-cluster-name': google.name },
      },
    ],
    'disks describe pvc-1 --zone': { type: '.../diskTypes/pd-balanced', sizeGb: '100' },
    '--soft-deleted': [
      { name: `acme-${google.name.replace('google', 'gcp')}-deleted`, hard_delete_time: '2026-12-01T00:00:00Z' },
      { name: 'somebody-elses', hard_delete_time: '2026-12-01T00:00:00Z' },
    ],
    'managed-zones list': [{ name: 'zone', dnsName: 'ml.example.com.' }],
    'record-sets list': [
      { name: 'ml.example.com.', type: 'NS' },
      { name: 'app.ml.example.com.', type: 'A' },
    ],
  });
  const states = ['acme-models', `projects/${google.projectId}/secrets/known`];

  it('finds what no state has, with its price where it is known and what deletes it', async () => {
    const left = await judgeThings(await googleThings(google, ask), known(states));
    const brief = left.map(({ verdict, type, monthly, until }) => [
      verdict,
      type,
      monthly === null ? null : Math.round(monthly),
      until,
    ]);
    expect(brief).toEqual([
      ['orphan', 'compute.googleapis.com/Disk', 10, undefined],
      ['orphan', 'dns.googleapis.com/ResourceRecordSet', 0, undefined],
      ['orphan', 'storage.googleapis.com/Bucket', null, undefined],
      ['kept', 'storage.googleapis.com/Bucket', null, '2026-12-01'],
    ]);
    expect(left[0]?.remove).toBe(
      `gcloud compute disks delete pvc-1 --zone ${google.region}-b --project ${google.projectId} --quiet`,
    );
  });

  it('leaves alone what a cluster bought that is still there', async () => {
    const left = await judgeThings(
      await googleThings(google, ask),
      known([...states, `google_container_cluster:${google.name}`]),
    );
    expect(left.map(({ type }) => type)).toEqual(['storage.googleapis.com/Bucket', 'storage.googleapis.com/Bucket']);
  });
});

describe('on Azure', () => {
  const group = `/subscriptions/${azure.subscriptionId}/resourceGroups`;
  const disk = `${group}/${azure.name}-nodes/providers/Microsoft.Compute/disks/pvc-1`;
  const account = `${group}/data/providers/Microsoft.Storage/storageAccounts/acmedata`;
  const tags = { environment: azure.environment, site: azure.name };
  const ask = answering({
    'resource list --tag': [
      { id: account, type: 'Microsoft.Storage/storageAccounts', tags },
      { id: account.replace('acmedata', 'acmelost'), type: 'Microsoft.Storage/storageAccounts', tags },
      {
        id: account.replace('acmedata', 'other'),
        type: 'Microsoft.Storage/storageAccounts',
        tags: { ...tags, environment: 'another' },
      },
    ],
    'resource list --query': [{ id: disk, type: 'Microsoft.Compute/disks' }],
    'resource show --ids': { properties: { diskSizeGB: 100 }, sku: { name: 'Premium_LRS' } },
    'keyvault list-deleted': [
      { name: 'acme-vault', properties: { tags, vaultId: 'vault-id', scheduledPurgeDate: '2027-01-01T00:00:00Z' } },
      { name: 'another', properties: { tags: { site: 'another' } } },
    ],
  });

  it('finds what no state has, whatever the letters of its id', async () => {
    const left = await judgeThings(await azureThings(azure, ask), known([account.toUpperCase()]));
    expect(
      left.map(({ verdict, id, monthly, until }) => [verdict, id, monthly === null ? null : monthly > 15, until]),
    ).toEqual([
      ['orphan', disk, true, undefined],
      ['kept', 'vault-id#soft-deleted', false, '2027-01-01'],
      ['orphan', account.replace('acmedata', 'acmelost'), null, undefined],
    ]);
    expect(left[0]?.remove).toBe(
      `az resource delete --ids ${disk} --subscription ${azure.subscriptionId} --output tsv`,
    );
  });

  it('leaves alone what lies in the group of the nodes of a cluster that is still there', async () => {
    const left = await judgeThings(
      await azureThings(azure, ask),
      known([account, `azurerm_kubernetes_cluster:${azure.name}`]),
    );
    expect(left.map(({ id }) => id)).not.toContain(disk);
  });
});

const thing = (id: string, more: Partial<Thing> = {}): Thing => ({
  cloud: 'aws',
  account: aws.accountId,
  region: aws.region,
  site: aws.name,
  id,
  type: 'a:thing',
  why: 'it has the tags of the site',
  ...more,
});

it('tells what a destroy leaves on purpose from what is forgotten, by its name', async () => {
  const kept = { how: 'kept', site: aws.name, why: 'skip_final_snapshot is off', days: null, monthly: 9.5 } as const;
  const left = await judgeThings(
    [
      thing('arn:aws:rds:eu-west-1:1:snapshot:acme-last'),
      thing('arn:aws:rds:eu-west-1:1:snapshot:acme-lastly'),
      thing('arn:aws:secretsmanager:eu-west-1:1:secret:evenkeel/one-aBc123'),
      thing('arn:aws:secretsmanager:eu-west-1:1:secret:evenkeel/one-more-aBc123'),
    ],
    known(
      [],
      [
        { ...kept, names: ['acme-last'] },
        { ...kept, names: ['evenkeel/one'], days: 30, monthly: 0 },
      ],
    ),
  );
  expect(left.map(({ verdict, id, days, monthly }) => [verdict, id.split(':').at(-1), days, monthly])).toEqual([
    ['kept', 'acme-last', null, 9.5],
    ['orphan', 'acme-lastly', undefined, null],
    ['kept', 'evenkeel/one-aBc123', 30, 0],
    ['orphan', 'evenkeel/one-more-aBc123', undefined, null],
  ]);
});

it('follows what lives with what, and forgets what is gone already', async () => {
  const asked: string[] = [];
  const noted = (id: string, parents: readonly string[], gone = false): Thing =>
    thing(id, {
      detail: () => {
        asked.push(id);
        return Promise.resolve({ parents, gone });
      },
    });
  const left = await judgeThings(
    [
      thing('instance', { parents: ['aws_autoscaling_group:nodes'] }),
      noted('disk of instance', ['instance']),
      noted('disk of nobody', []),
      noted('gone', [], true),
      noted('in a state', []),
      noted('one', ['other']),
      noted('other', ['one']),
    ],
    known(['aws_autoscaling_group:nodes', 'in a state']),
  );
  expect(left.map(({ id }) => id)).toEqual(['disk of nobody', 'one', 'other']);
  // What a state has is asked nothing.
  expect(asked).not.toContain('in a state');
});

it('reads names of what a state manages, and of nothing that it only looks at', () => {
  const resource = (mode: string, attributes: object) => ({ mode, type: 'aws_kms_key', instances: [{ attributes }] });
  const text = JSON.stringify({
    version: 4,
    resources: [
      resource('managed', { arn: 'arn:KEY', kms_key_id: 'arn:other' }),
      resource('data', { arn: 'arn:seen' }),
    ],
  });
  expect(stateNames(text)).toEqual(['arn:key', 'aws_kms_key:arn:key']);
  expect(stateNames('')).toEqual([]);
});

it.each([
  ['//compute.googleapis.com/projects/p/zones/z/disks/d', 'projects/p/zones/z/disks/d'],
  ['https://www.googleapis.com/compute/v1/projects/p/zones/z/disks/d', 'projects/p/zones/z/disks/d'],
  ['https://sqladmin.googleapis.com/sql/v1beta4/projects/p/instances/i', 'projects/p/instances/i'],
  ['//storage.googleapis.com/bucket', 'bucket'],
  ['arn:aws:logs:eu-west-1:1:log-group:/a/b:*', 'arn:aws:logs:eu-west-1:1:log-group:/a/b'],
])('writes %s as states do', (name, normal) => {
  expect(normalName(name)).toBe(normal);
});
