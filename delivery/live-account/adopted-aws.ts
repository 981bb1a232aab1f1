import type { AwsSite } from '../../environments/model';
import { type AdoptedLookup, lack, lookup } from './adopted';
import { clusterLookups } from './adopted-aws-cluster';
import { registryLookups } from './adopted-aws-registry';
import { orNothing, type RequestHandler } from './aws-answers';
import { asked } from './live-failure';

const isMissing = /NotFound|InvalidVpcID|InvalidSubnetID|NoSuchHostedZone/;

async function networkLookups(site: AwsSite, requestHandler: RequestHandler): Promise<readonly AdoptedLookup[]> {
  const network = site.adopt?.network;
  if (!network) return [];
  const { EC2Client, DescribeVpcAttributeCommand, DescribeSubnetsCommand, DescribeFlowLogsCommand } = await asked(
    `${site.name} @aws-sdk/client-ec2`,
    () => import('@aws-sdk/client-ec2'),
  );
  const client = new EC2Client({ region: site.region, requestHandler });
  const vpc = lookup({
    path: 'adopt.network.id',
    id: network.id,
    read: () =>
      asked(`${site.name} ec2:DescribeVpcAttribute`, () =>
        orNothing(isMissing, async () => {
          const read = (Attribute: 'enableDnsHostnames' | 'enableDnsSupport') =>
            client.send(new DescribeVpcAttributeCommand({ VpcId: network.id, Attribute }));
          const hostnames = (await read('enableDnsHostnames')).EnableDnsHostnames?.Value;
          const support = (await read('enableDnsSupport')).EnableDnsSupport?.Value;
          const { FlowLogs = [] } =
            network.flowLogs === 'exist'
              ? await client.send(
                  new DescribeFlowLogsCommand({ Filter: [{ Name: 'resource-id', Values: [network.id] }] }),
                )
              : {};
          return { hostnames, support, flowLogs: FlowLogs.map(({ TrafficType }) => TrafficType) };
        }),
      ),
    lacks: ({ hostnames, support, flowLogs }) => [
      ...lack(
        hostnames === true && support === true,
        'names of private endpoints do not resolve in the VPC',
        { hostnames, support },
        'let its owner turn on enableDnsHostnames and enableDnsSupport',
      ),
      ...lack(
        network.flowLogs === 'create' || flowLogs.includes('ALL'),
        'the VPC keeps no flow log of all traffic',
        flowLogs,
        "let its owner keep one, or set adopt.network.flowLogs to 'create'",
      ),
    ],
  });
  const subnets = Object.entries(network.subnets).flatMap(([kind, zones]) =>
    zones.map(({ id, cidr }, index) =>
      lookup({
        path: `adopt.network.subnets.${kind}[${index}]`,
        id,
        read: () =>
          asked(`${site.name} ec2:DescribeSubnets`, () =>
            orNothing(isMissing, async () => {
              const { Subnets = [] } = await client.send(new DescribeSubnetsCommand({ SubnetIds: [id] }));
              return Subnets[0];
            }),
          ),
        lacks: ({ VpcId, AvailabilityZone, CidrBlock, MapPublicIpOnLaunch }) => [
          ...lack(VpcId === network.id, `is not in ${network.id}`, VpcId, 'name a subnet of the adopted VPC'),
          ...lack(
            AvailabilityZone === site.zones[index],
            `is not in ${site.zones[index]}, the zone at its place in the list`,
            AvailabilityZone,
            'name subnets in the order of the zones of the site',
          ),
          ...lack(CidrBlock === cidr, `its range is not ${cidr}`, CidrBlock, 'state the range as AWS shows it'),
          ...lack(
            MapPublicIpOnLaunch === false,
            'gives its machines public addresses',
            MapPublicIpOnLaunch,
            'let its owner turn off MapPublicIpOnLaunch, or adopt a private subnet',
          ),
        ],
      }),
    ),
  );
  return [vpc, ...subnets];
}

async function keyLookups(site: AwsSite, requestHandler: RequestHandler): Promise<readonly AdoptedLookup[]> {
  const keys = Object.entries(site.adopt?.keys ?? {});
  if (keys.length === 0) return [];
  const { KMSClient, DescribeKeyCommand, GetKeyRotationStatusCommand } = await asked(
    `${site.name} @aws-sdk/client-kms`,
    () => import('@aws-sdk/client-kms'),
  );
  const client = new KMSClient({ region: site.region, requestHandler });
  return keys.map(([name, arn]) =>
    lookup({
      path: `adopt.keys.${name}`,
      id: arn,
      read: () =>
        asked(`${site.name} kms:DescribeKey kms:GetKeyRotationStatus`, () =>
          orNothing(isMissing, async () => {
            const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: arn }));
            const { KeyRotationEnabled } = await client.send(new GetKeyRotationStatusCommand({ KeyId: arn }));
            return { state: KeyMetadata?.KeyState, rotates: KeyRotationEnabled };
          }),
        ),
      lacks: ({ state, rotates }) => [
        ...lack(state === 'Enabled', 'the key is not enabled', state, 'let its owner enable it, or adopt another key'),
        ...lack(rotates === true, 'the key does not rotate by itself', rotates, 'let its owner turn on its rotation'),
      ],
    }),
  );
}

async function zoneLookups(
  { name, domain, region, edge }: AwsSite,
  requestHandler: RequestHandler,
): Promise<readonly AdoptedLookup[]> {
  const id = edge?.adoptedZone;
  if (id === undefined) return [];
  const { Route53Client, GetHostedZoneCommand, GetDNSSECCommand } = await asked(
    `${name} @aws-sdk/client-route-53`,
    () => import('@aws-sdk/client-route-53'),
  );
  const client = new Route53Client({ region, requestHandler });
  return [
    lookup({
      path: 'edge.dns.adopt',
      id,
      read: () =>
        asked(`${name} route53:GetHostedZone route53:GetDNSSEC`, () =>
          orNothing(isMissing, async () => {
            const { HostedZone } = await client.send(new GetHostedZoneCommand({ Id: id }));
            const isPrivate = HostedZone?.Config?.PrivateZone === true;
            // Private zones are never signed, and Route 53 refuses the question.
            const { Status } = isPrivate ? {} : await client.send(new GetDNSSECCommand({ HostedZoneId: id }));
            return { of: HostedZone?.Name, isPrivate, signing: Status?.ServeSignature };
          }),
        ),
      lacks: ({ of, isPrivate, signing }) => [
        ...lack(of === `${domain}.`, `is not the zone of ${domain}`, of, `adopt the zone of ${domain}`),
        ...lack(!isPrivate, 'answers inside networks only', isPrivate, 'adopt the public zone of the domain'),
        ...lack(signing === 'SIGNING', 'answers of the zone are not signed', signing, 'let its owner turn on DNSSEC'),
      ],
    }),
  ];
}

/** Everything that a site of AWS adopts. */
export const awsLookups = async (site: AwsSite, requestHandler: RequestHandler): Promise<readonly AdoptedLookup[]> => [
  ...(await networkLookups(site, requestHandler)),
  ...(await clusterLookups(site, requestHandler)),
  ...(await keyLookups(site, requestHandler)),
  ...(await registryLookups(site, requestHandler)),
  ...(await zoneLookups(site, requestHandler)),
];
