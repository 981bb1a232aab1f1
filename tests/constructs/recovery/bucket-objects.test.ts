import { shownCommand } from '../../../constructs/contracts/command';
import type { NeedRequest } from '../../../constructs/contracts/need-provider';
import { requestsOf, serviceTenants } from '../../../constructs/contracts/need-requests';
import type { CloudSite } from '../../../environments/model';
import { recoveryCommandsOf } from '../../../stacks/recovery-commands';
import { awsSite, azureSite, googleSite } from '../../fixtures/sites';

const bucketOf = (site: CloudSite): NeedRequest<'bucket', CloudSite> => {
  const [request] = serviceTenants(site).flatMap((tenant) => requestsOf(site, tenant, 'bucket'));
  if (!request) throw new Error('no bucket');
  return request;
};

it('writes, reads, lists and removes objects by the command line of each cloud', async () => {
  const shown: string[] = [];
  for (const site of [awsSite(), googleSite(), azureSite()]) {
    const request = bucketOf(site);
    const { objects } = await recoveryCommandsOf(site);
    const commands = [
      objects.write(request, 'folder/a', 'text'),
      objects.read(request, 'folder/a'),
      objects.list(request, 'folder/'),
      objects.remove(request, 'folder/'),
    ];
    expect(commands.map(({ reaches }) => reaches)).toEqual(commands.map(() => site.name));
    shown.push(...commands.map(shownCommand));
  }
  expect(shown.join('\n')).toMatchInlineSnapshot(`
    "aws --region eu-west-1 --output text s3 cp --only-show-errors - s3://acme-test-aws-eu-west-1-tracking-artifacts-2aeea708/folder/a <<'END'
    text
    END
    aws --region eu-west-1 --output text s3 cp --only-show-errors s3://acme-test-aws-eu-west-1-tracking-artifacts-2aeea708/folder/a -
    aws --region eu-west-1 --output text s3api list-objects-v2 --bucket acme-test-aws-eu-west-1-tracking-artifacts-2aeea708 --prefix folder/ --query 'Contents[].[Key]'
    aws --region eu-west-1 --output text s3 rm --only-show-errors --recursive s3://acme-test-aws-eu-west-1-tracking-artifacts-2aeea708/folder/
    gcloud storage cp - gs://acme-test-gcp-europe-west1-tracking-artifacts-f49d8401/folder/a --project acme-ml-test --quiet <<'END'
    text
    END
    gcloud storage cat gs://acme-test-gcp-europe-west1-tracking-artifacts-f49d8401/folder/a --project acme-ml-test --quiet
    gcloud storage objects list 'gs://acme-test-gcp-europe-west1-tracking-artifacts-f49d8401/folder/**' --format 'value(name)' --project acme-ml-test --quiet
    gcloud storage rm 'gs://acme-test-gcp-europe-west1-tracking-artifacts-f49d8401/folder/**' --project acme-ml-test --quiet
    az storage blob upload --account-name acmetestazurewes073fa36f --container-name artifacts --auth-mode login --name folder/a --data text --overwrite --no-progress --subscription 00000000-0000-0000-0000-000000000001 --output tsv
    az storage blob download --account-name acmetestazurewes073fa36f --container-name artifacts --auth-mode login --name folder/a --file /dev/stdout --no-progress --subscription 00000000-0000-0000-0000-000000000001 --output tsv
    az storage blob list --account-name acmetestazurewes073fa36f --container-name artifacts --auth-mode login --prefix folder/ --query '[].name' --subscription 00000000-0000-0000-0000-000000000001 --output tsv
    az storage blob delete-batch --account-name acmetestazurewes073fa36f --source artifacts --auth-mode login --pattern 'folder/*' --subscription 00000000-0000-0000-0000-000000000001 --output tsv"
  `);
});
