import { type AwsSite, hasCloudEdge } from '../../../environments/model';
import type { Statement } from '../iam';
import { accountArn } from '../names';

/** What Terraform reads of the front of a further site on the cloud, whose firewall hangs on a load balancer. */
export const regionalFrontReads = ({ name, edge }: AwsSite): string[] =>
  edge && !hasCloudEdge(name, edge) ? ['wafv2:GetWebACLForResource'] : [];

/**
 * What the pipeline may do to the public edge, on sites that have one. Names of distributions, firewalls and zones are
 * AWS's own, so rights are by service; none reaches the content of a bucket or what a certificate's key signs.
 */
export const edgeStatements = (site: AwsSite): Statement[] =>
  site.edge
    ? [
        {
          sid: 'Edge',
          actions: [
            'acm:AddTagsToCertificate',
            'acm:DeleteCertificate',
            'acm:DescribeCertificate',
            'acm:ListTagsForCertificate',
            'acm:RequestCertificate',
            'cloudfront:*Distribution',
            'cloudfront:*ResponseHeadersPolicy',
            'cloudfront:*VpcOrigin',
            'cloudfront:AllowVendedLogDeliveryForResource',
            'cloudfront:ListTagsForResource',
            'cloudfront:TagResource',
            'cloudfront:UntagResource',
            'elasticloadbalancing:*',
            'wafv2:*LoggingConfiguration',
            'wafv2:*WebACL',
            ...regionalFrontReads(site),
            'wafv2:ListTagsForResource',
            'wafv2:TagResource',
            'wafv2:UntagResource',
          ],
          resources: ['*'],
        },
        {
          sid: 'RolesOfEdge',
          actions: ['iam:CreateServiceLinkedRole'],
          resources: [accountArn(site, 'role/aws-service-role/*')],
          conditions: {
            StringEquals: {
              'iam:AWSServiceName': ['vpcorigin.cloudfront.amazonaws.com', 'wafv2.amazonaws.com'],
            },
          },
        },
        ...(site.edge.hasZone ? zoneStatements(site.edge.adoptedZone) : []),
        ...(site.edge.ddos === 'advanced'
          ? [
              {
                sid: 'Shield',
                actions: ['shield:*Protection', 'shield:*Subscription', 'shield:TagResource', 'shield:UntagResource'],
                resources: ['*'],
              },
            ]
          : []),
      ]
    : [];

/** In a zone of somebody else it writes records; which zones there are it sees anyway. */
const adoptedZoneStatements = (zoneId: string): Statement[] => [
  {
    sid: 'PublicNames',
    actions: ['route53:ChangeResourceRecordSets'],
    resources: [`arn:aws:route53:::hostedzone/${zoneId}`],
  },
  {
    sid: 'PublicHealth',
    actions: ['route53:*HealthCheck', 'route53:ChangeTagsForResource', 'route53:Get*', 'route53:List*'],
    resources: ['*'],
  },
];

const zoneStatements = (adopted: string | undefined): Statement[] =>
  adopted === undefined ? ownZoneStatements : adoptedZoneStatements(adopted);

const ownZoneStatements: Statement[] = [
  {
    sid: 'PublicNames',
    actions: [
      'route53:*DNSSEC',
      'route53:*HealthCheck',
      'route53:*KeySigningKey',
      'route53:ChangeResourceRecordSets',
      'route53:ChangeTagsForResource',
      'route53:CreateHostedZone',
      'route53:DeleteHostedZone',
      'route53:Get*',
      'route53:List*',
      'route53:UpdateHostedZoneComment',
    ],
    resources: ['*'],
  },
];
