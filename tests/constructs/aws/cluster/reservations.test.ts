import { kubernetesFacts } from '../../../../constructs/aws/kubernetes-facts';
import type { AwsSite } from '../../../../environments/model';
import { automaticSites } from '../../../fixtures/automatic-sites';
import {
  reservedAutomaticSites,
  reservedBefore,
  reservedBeforeSites,
  reservedSites,
} from '../../../fixtures/reserved-sites';
import { type Json, resourceCounts, resourcesOf, statementsOf, synthesize } from '../aws-stacks';

const { aws: site } = reservedSites();
const { cluster } = synthesize(site);
const reservedTypes = (stack: Json): Json =>
  Object.fromEntries(Object.entries(resourceCounts(stack)).filter(([type]) => /reservation|resourcegroups/.test(type)));
const groupOf = (stack: Json, pool: string): Json =>
  resourcesOf(stack, 'aws_eks_node_group').find((one) => one.node_group_name_prefix === `${pool}-`);
const templateOf = (stack: Json, pool: string): Json =>
  resourcesOf(stack, 'aws_launch_template').find((one) => one.name.endsWith(`-${pool}`));
const objectOf = (kind: string, name: string, of: AwsSite): Json =>
  (kubernetesFacts(of).nodeObjects ?? []).find((one) => one.kind === kind && one.metadata.name === name);
const capacityTypes = (of: AwsSite): Json =>
  objectOf('NodePool', 'gpu', of).spec.template.spec.requirements.find(
    ({ key }: Json) => key === 'karpenter.sh/capacity-type',
  ).values;

describe('pools of one machine type', () => {
  it('have a reservation a zone, and a group of them a pool', () => {
    expect(reservedTypes(cluster)).toEqual({
      aws_ec2_capacity_reservation: 3 + 2,
      aws_resourcegroups_group: 2,
      aws_resourcegroups_resource: 3 + 2,
    });
  });

  it('reserve machines of their own type, until somebody says otherwise, for who names them', () => {
    const gpu = resourcesOf(cluster, 'aws_ec2_capacity_reservation').filter((one) => one.instance_count === 2);
    expect(gpu.map((one) => one.availability_zone)).toEqual(['eu-west-1a', 'eu-west-1c']);
    for (const one of gpu) {
      expect(one).toMatchObject({
        instance_type: 'g5.xlarge',
        instance_platform: 'Linux/UNIX',
        instance_match_criteria: 'targeted',
        end_date_type: 'unlimited',
        tags: { Name: `${site.name}-gpu`, 'evenkeel.dev/reservation': `${site.name}-gpu` },
      });
    }
  });

  it('name the group, which gives a machine at full price where nothing in it is free', () => {
    expect(templateOf(cluster, 'gpu').capacity_reservation_specification).toEqual({
      capacity_reservation_target: {
        capacity_reservation_resource_group_arn: expect.stringMatching(
          /^\$\{aws_resourcegroups_group\.cluster_pool-gpu_/,
        ),
      },
    });
    expect(templateOf(cluster, 'spot').capacity_reservation_specification).toBeUndefined();
  });

  it('live where machines are reserved, and start once they are', () => {
    expect(groupOf(cluster, 'general').subnet_ids).toHaveLength(3);
    const { subnet_ids, depends_on } = groupOf(cluster, 'gpu');
    expect(subnet_ids).toEqual([0, 2].map((zone) => groupOf(cluster, 'general').subnet_ids[zone]));
    expect(depends_on.filter((one: string) => one.startsWith('aws_resourcegroups_resource.'))).toHaveLength(2);
  });

  it('use what is there, of other accounts too, and make none', () => {
    const stack = synthesize(reservedBeforeSites().aws).cluster;
    expect(reservedTypes(stack)).toEqual({ aws_resourcegroups_group: 1, aws_resourcegroups_resource: 2 });
    expect(resourcesOf(stack, 'aws_resourcegroups_resource').map((one) => one.resource_arn)).toEqual([
      'arn:aws:ec2:eu-west-1:123456789012:capacity-reservation/cr-0123456789abcdef0',
      reservedBefore.aws[1],
    ]);
  });
});

describe('automatic pools', () => {
  const { aws: automatic } = reservedAutomaticSites();

  it('have reservations that Karpenter finds by their tag', () => {
    const stack = synthesize(automatic).cluster;
    expect(reservedTypes(stack)).toEqual({ aws_ec2_capacity_reservation: 3 + 2 });
    expect(objectOf('EC2NodeClass', 'gpu', automatic).spec.capacityReservationSelectorTerms).toEqual([
      { tags: { 'evenkeel.dev/reservation': `${automatic.name}-gpu` } },
    ]);
  });

  it('take them first, then interruptible machines, then others', () => {
    expect(capacityTypes(automatic)).toEqual(['reserved', 'spot', 'on-demand']);
    expect(capacityTypes(automaticSites().aws)).toEqual(['on-demand']);
  });

  it('name what is there one by one', () => {
    const before = reservedAutomaticSites(true).aws;
    expect(resourcesOf(synthesize(before).cluster, 'aws_ec2_capacity_reservation')).toHaveLength(3);
    expect(objectOf('EC2NodeClass', 'gpu', before).spec.capacityReservationSelectorTerms).toEqual([
      { id: 'cr-0123456789abcdef0' },
      { id: 'cr-0fedcba9876543210' },
    ]);
  });

  it('let Karpenter start machines in reservations, and only there where it may', () => {
    const granted = (of: AwsSite): string =>
      JSON.stringify(resourcesOf(synthesize(of).cluster, 'aws_iam_role_policy').map(({ policy }) => policy));
    expect(granted(automatic)).toContain(':capacity-reservation/*');
    expect(granted(automaticSites().aws)).not.toContain('capacity-reservation/');
  });
});

it('lets the pipeline make groups of this site, where there are any', () => {
  const ci = {
    issuer: 'https://token.example.com',
    planSubject: 'plan',
    applySubject: 'apply',
  };
  const sids = (stack: Json): string[] =>
    resourcesOf(stack, 'aws_iam_policy').flatMap(({ policy }) => statementsOf(policy).map(({ Sid }) => Sid));
  const all = resourcesOf(synthesize({ ...site, ci }).state, 'aws_iam_policy').flatMap(({ policy }) =>
    statementsOf(policy),
  );
  expect(all.find(({ Sid }) => Sid === 'ReservationGroups')?.Resource).toEqual([
    `arn:aws:resource-groups:eu-west-1:123456789012:group/${site.name}-*`,
  ]);
  expect(sids(synthesize({ ci }).state)).not.toContain('ReservationGroups');
});
