import type { AwsSite } from '../../environments/model';
import { neededPermissions } from '../permissions/needed-permissions';
import type { SiteOutput } from '../site-output';
import type { AccountFacts } from './first-steps';

/**
 * Roles that services make for themselves at their first use, by the prefix of the types that bring them. Who applies
 * may make them; an account whose organisation forbids it needs them made before.
 */
const linkedRoles: readonly (readonly [prefix: string, service: string])[] = [
  ['aws_eks_cluster', 'eks.amazonaws.com'],
  ['aws_eks_node_group', 'eks-nodegroup.amazonaws.com'],
  ['aws_autoscaling_group', 'autoscaling.amazonaws.com'],
  ['aws_db_instance', 'rds.amazonaws.com'],
  ['aws_elasticache_', 'elasticache.amazonaws.com'],
  ['aws_msk_cluster', 'kafka.amazonaws.com'],
  ['aws_appautoscaling_', 'kafka.application-autoscaling.amazonaws.com'],
  ['aws_vpn_connection', 's2svpn.amazonaws.com'],
  ['aws_ecr_pull_through_cache_rule', 'pullthroughcache.ecr.amazonaws.com'],
];

const typesOf = ({ stacks }: SiteOutput): string[] =>
  Object.values(stacks).flatMap((stack) => Object.keys(stack?.resource ?? {}));

/** Opt-in regions are off in a new account. Source: docs.aws.amazon.com/global-infrastructure/latest/regions, 2026-11. */
const optInRegions = [
  'af-south-1',
  'ap-east-1',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
];

export function awsSteps(site: AwsSite, output: SiteOutput): AccountFacts {
  const types = typesOf(output);
  const services = linkedRoles
    .filter(([prefix]) => types.some((type) => type.startsWith(prefix)))
    .map(([, service]) => service);
  return {
    kind: 'account',
    id: site.accountId,
    steps: [
      {
        what: `account ${site.accountId}`,
        why: 'one account for each environment: what goes wrong in one reaches no other',
        commands: [
          `aws organizations create-account --account-name ${site.organisation}-${site.environment} --email <address of its root user>`,
        ],
      },
      ...(optInRegions.includes(site.region)
        ? [
            {
              what: `region ${site.region}`,
              why: 'it is off in a new account',
              commands: [`aws account enable-region --region-name ${site.region}`],
            },
          ]
        : []),
      {
        what: 'a way in for people',
        why: 'permission sets of IAM Identity Center; the root user gets a second factor and is put away',
        commands: [
          `aws sso-admin create-account-assignment --instance-arn <instance> --target-type AWS_ACCOUNT --target-id ${site.accountId} --principal-type GROUP --principal-id <group> --permission-set-arn <permission set>`,
        ],
      },
      ...(services.length > 0
        ? [
            {
              what: 'service-linked roles',
              why: 'made at first use by who applies; by hand only where a policy of the organisation forbids that',
              commands: services.map((service) => `aws iam create-service-linked-role --aws-service-name ${service}`),
            },
          ]
        : []),
    ],
    bootstrap: {
      who: 'a person of the account, once; and whenever `state` changes',
      rights: neededPermissions('aws', output.stacks.state ?? {}).apply,
    },
  };
}
