import { eksName } from '../../constructs/aws/names';
import { aws } from '../../constructs/aws/recovery/call';
import type { AwsSite } from '../../environments/model';
import { RunbookFailure } from '../runbook-failure';
import { type AwsType, awsTypes } from './aws-types';
import type { Ask, Detail, Thing, ThingReader } from './thing';

interface Tagged {
  readonly ResourceARN: string;
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}

/** Where things that have no region answer. */
const globalRegion = 'us-east-1';

const read = (site: AwsSite, words: readonly string[], region = site.region) =>
  aws(site, [...words, '--region', region, '--output', 'json']);

const clusterKey =
  /^(kubernetes\.io\/cluster\/|(elbv2\.k8s\.aws\/cluster|eks:cluster-name|aws:eks:cluster-name|cluster\.k8s\.amazonaws\.com\/name)$)/;

/** How clusters sign what they buy, as filters of tags. */
const clusterFilters = (cluster: string): string[] => [
  `Key=kubernetes.io/cluster/${cluster}`,
  `Key=elbv2.k8s.aws/cluster,Values=${cluster}`,
  `Key=eks:cluster-name,Values=${cluster}`,
  `Key=cluster.k8s.amazonaws.com/name,Values=${cluster}`,
];

const tagged = async (
  site: AwsSite,
  ask: Ask,
  filters: readonly string[],
  region?: string,
): Promise<readonly Tagged[]> => {
  const words = ['resourcegroupstaggingapi', 'get-resources', '--tag-filters', ...filters];
  const answer = (await ask(read(site, words, region))) as { readonly ResourceTagMappingList?: readonly Tagged[] };
  return answer.ResourceTagMappingList ?? [];
};

const isGone = /NotFound|does not exist|NoSuch|ResourceNotFoundException/i;

/** Asks about one alone; what is not there any more is gone, and what has no lock has none. */
const detailOf =
  (site: AwsSite, ask: Ask, { read: words, told, charges }: AwsType, id: string, arn: string) =>
  async (): Promise<Detail> => {
    if (!words || !told) return charges ? { charges } : {};
    try {
      return told((await ask(read(site, words(id, arn)))) as Readonly<Record<string, unknown>>);
    } catch (error) {
      if (!(error instanceof RunbookFailure)) throw error;
      if (/ObjectLockConfigurationNotFound/.test(error.message)) return {};
      if (isGone.test(error.message)) return { gone: true };
      throw error;
    }
  };

/** Ids that EC2 gives, which no other thing has. */
const ec2Id = /^[a-z]+-[0-9a-f]{8,}$/;

/** What lives with an autoscaling group or a cluster. */
function parentsOf(tags: Tagged['Tags'] = []): string[] {
  return tags.flatMap(({ Key, Value }) =>
    Key === 'aws:autoscaling:groupName'
      ? [`aws_autoscaling_group:${Value}`]
      : clusterKey.test(Key)
        ? [
            `aws_eks_cluster:${Key.startsWith('kubernetes.io/cluster/') ? Key.slice('kubernetes.io/cluster/'.length) : Value}`,
          ]
        : [],
  );
}

function thingOf(site: AwsSite, ask: Ask, arn: string, why: string, tags?: Tagged['Tags']): Thing {
  const type = awsTypes.find((one) => one.arn.test(arn));
  const id = type?.arn.exec(arn)?.groups?.id ?? arn;
  const [, , service = '', region = '', , rest = ''] = arn.split(':');
  return {
    cloud: 'aws',
    account: site.accountId,
    region: region || (service === 's3' ? site.region : 'global'),
    site: site.name,
    id: arn,
    type: type?.type ?? [service, rest.split('/')[0]].filter(Boolean).join(':'),
    why,
    names: ec2Id.test(id) ? [id] : [],
    parents: parentsOf(tags),
    ...(type ? { detail: detailOf(site, ask, type, id, arn), remove: aws(site, type.remove(id, arn)) } : {}),
  };
}

/** Groups of logs that services of AWS make by themselves and nobody tags: their names have that of the site in them. */
async function logGroups(site: AwsSite, ask: Ask): Promise<Thing[]> {
  const answer = (await ask(read(site, ['logs', 'describe-log-groups']))) as {
    readonly logGroups?: readonly { readonly arn?: string; readonly logGroupName?: string }[];
  };
  return (answer.logGroups ?? [])
    .filter(({ logGroupName = '' }) => new RegExp(`(^|[/.-])${site.name}($|[/.-])`).test(logGroupName))
    .map(({ arn = '' }) => thingOf(site, ask, arn.replace(/:\*$/, ''), 'its name has the name of the site'));
}

async function buckets(site: AwsSite, ask: Ask): Promise<Thing[]> {
  const answer = (await ask(read(site, ['s3api', 'list-buckets']))) as {
    readonly Buckets?: readonly { readonly Name?: string }[];
  };
  return (answer.Buckets ?? [])
    .filter(({ Name = '' }) => Name.startsWith(`${site.organisation}-${site.name}-`))
    .map(({ Name }) => thingOf(site, ask, `arn:aws:s3:::${Name}`, 'its name begins with that of the site'));
}

interface Zone {
  readonly Id: string;
  readonly Name: string;
}
interface DnsRecord {
  readonly Name: string;
  readonly Type: string;
  readonly SetIdentifier?: string;
}

/** Records in zones of the domain; those that every zone has of itself do not count. */
async function dnsRecords(site: AwsSite, ask: Ask): Promise<Thing[]> {
  const { HostedZones = [] } = (await ask(read(site, ['route53', 'list-hosted-zones'], globalRegion))) as {
    readonly HostedZones?: readonly Zone[];
  };
  const ours = HostedZones.filter(({ Name }) => `.${Name}`.endsWith(`.${site.domain}.`));
  const found: Thing[] = [];
  for (const { Id, Name: zone } of ours) {
    const id = Id.replace(/^\/hostedzone\//, '');
    const words = ['route53', 'list-resource-record-sets', '--hosted-zone-id', id];
    const { ResourceRecordSets = [] } = (await ask(read(site, words, globalRegion))) as {
      readonly ResourceRecordSets?: readonly DnsRecord[];
    };
    for (const record of ResourceRecordSets) {
      const { Name, Type, SetIdentifier } = record;
      if (Name === zone && (Type === 'NS' || Type === 'SOA')) continue;
      const name = Name.replace(/\.$/, '').replaceAll('\\052', '*');
      const key = [id, name, Type, ...(SetIdentifier === undefined ? [] : [SetIdentifier])].join('_');
      found.push({
        cloud: 'aws',
        account: site.accountId,
        region: 'global',
        site: site.name,
        id: key,
        type: 'route53:record',
        why: `a record in the zone of ${site.domain}`,
        // While the cluster stands, its controllers keep records.
        parents: [`aws_eks_cluster:${eksName(site)}`],
        detail: () => Promise.resolve({ charges: [] }),
        remove: aws(site, [
          'route53',
          'change-resource-record-sets',
          '--hosted-zone-id',
          id,
          '--change-batch',
          JSON.stringify({ Changes: [{ Action: 'DELETE', ResourceRecordSet: record }] }),
        ]),
      });
    }
  }
  return found;
}

/** What AWS has of a site: by its tags, by the signs of its cluster, by names, and records of its domain. */
export const awsThings: ThingReader<AwsSite> = async (site, ask) => {
  const own = [`Key=environment,Values=${site.environment}`, `Key=site,Values=${site.name}`];
  const regions = [...new Set([site.region, globalRegion])];
  // Nothing of it waits for anything else.
  const [byTags, byCluster, ...byNames] = await Promise.all([
    Promise.all(regions.map((region) => tagged(site, ask, own, region))),
    Promise.all(clusterFilters(eksName(site)).map((filter) => tagged(site, ask, [filter]))),
    logGroups(site, ask),
    buckets(site, ask),
    dnsRecords(site, ask),
  ]);
  const things = (found: readonly (readonly Tagged[])[], why: string): Thing[] =>
    found.flat().map(({ ResourceARN, Tags }) => thingOf(site, ask, ResourceARN, why, Tags));
  return [
    ...things(byTags, 'it has the tags of the site'),
    ...things(byCluster, 'the cluster of the site signed it'),
    ...byNames.flat(),
  ];
};
