import { Ec2CapacityReservation } from '@cdktf/provider-aws/lib/ec2-capacity-reservation';
import { ResourcegroupsGroup } from '@cdktf/provider-aws/lib/resourcegroups-group';
import { ResourcegroupsResource } from '@cdktf/provider-aws/lib/resourcegroups-resource';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsSite, ReservedPool } from '../../../environments/model';
import { regionalArn, siteScoped } from '../names';

/** Tag by which Karpenter finds what is reserved for a pool: `<site>-<pool>`. */
const reservationTag = 'evenkeel.dev/reservation';

const tagOf = (site: Pick<AwsSite, 'name'>, { name }: Pick<ReservedPool, 'name'>) => ({
  [reservationTag]: siteScoped(site, name),
});

const idOf = (existing: string): string => existing.replace(/^arn:.*\//, '');

const arnOf = (site: AwsSite, existing: string): string =>
  existing.startsWith('arn:') ? existing : regionalArn(site, 'ec2', `capacity-reservation/${existing}`);

/** How an `EC2NodeClass` names what is reserved for its pool. Source: karpenter.sh/docs/tasks/odcrs. */
export const reservationTerms = (site: Pick<AwsSite, 'name'>, { name, reservation }: ReservedPool) =>
  reservation.existing?.map((one) => ({ id: idOf(one) })) ?? [{ tags: tagOf(site, { name }) }];

export interface AwsReservationProps {
  readonly site: AwsSite;
  readonly pool: ReservedPool;
}

/**
 * Machines held for one pool: a reservation a zone that takes only who names it, or those that are there. Machines of one
 * type name the group of them all, so that whichever zone one starts in, it takes what is reserved there.
 */
export class AwsReservation extends Construct {
  /** Of the pools whose machines are of one type. */
  readonly groupArn?: string;
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { site, pool }: AwsReservationProps) {
    super(scope, id);
    const { existing } = pool.reservation;
    const made = existing ? [] : this.made(site, pool);
    if (pool.automatic) {
      // Karpenter names reservations one by one.
      this.ready = made;
      return;
    }
    const group = new ResourcegroupsGroup(this, 'group', {
      name: siteScoped(site, `${pool.name}-reserved`),
      description: `Machines reserved for the pool ${pool.name}`,
      configuration: [
        { type: 'AWS::EC2::CapacityReservationPool' },
        {
          type: 'AWS::ResourceGroups::Generic',
          parameters: [{ name: 'allowed-resource-types', values: ['AWS::EC2::CapacityReservation'] }],
        },
      ],
    });
    const members = existing?.map((one): [string, string] => [idOf(one), arnOf(site, one)]) ?? [
      ...made.map((one, index): [string, string] => [pool.reservation.zones[index] ?? '', one.arn]),
    ];
    this.groupArn = group.arn;
    this.ready = members.map(
      ([name, resourceArn]) => new ResourcegroupsResource(this, `member-${name}`, { groupArn: group.arn, resourceArn }),
    );
  }

  private made(site: AwsSite, pool: ReservedPool): Ec2CapacityReservation[] {
    const { zones, machinesPerZone } = pool.reservation;
    return zones.map(
      (zone) =>
        new Ec2CapacityReservation(this, zone, {
          availabilityZone: zone,
          instanceType: pool.machineType,
          instancePlatform: 'Linux/UNIX',
          instanceCount: machinesPerZone,
          instanceMatchCriteria: 'targeted',
          endDateType: 'unlimited',
          tags: { ...tagOf(site, pool), Name: siteScoped(site, pool.name) },
          // Those of another type are had before these are let go.
          lifecycle: { createBeforeDestroy: true },
        }),
    );
  }
}
