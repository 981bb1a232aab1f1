import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { Netmask } from 'netmask';
import type { AddressPlan, AwsSite } from '../../../environments/model';
import { siteScoped } from '../names';

/** The first equal parts of a range, one a zone. */
const parts = (range: string, prefix: number, count: number): string[] => {
  const first = new Netmask(`${new Netmask(range).base}/${prefix}`);
  return Array.from({ length: count }, (_, index) => (index === 0 ? first : first.next(index)).toString());
};

/** One /24 a zone: the control plane's network interfaces and private endpoints. */
export const endpointRanges = ({ endpoints }: AddressPlan): string[] => parts(endpoints, 24, 3);
/** One /26 a zone: the operators' way in. */
export const accessRanges = ({ access }: AddressPlan): string[] => parts(access, 26, 3);

export interface AwsSubnetsProps {
  readonly site: AwsSite;
  readonly vpcId: string;
  /** What the subnets are for; part of their names. */
  readonly name: string;
  /** One a zone, in the order of the site's zones. */
  readonly ranges: readonly string[];
  /** One a zone, or one for all. */
  readonly routeTableIds: readonly string[];
  /** Tags that controllers look for. Default: none. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Default: nothing. */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** A subnet in each zone of the site. Nothing in them gets a public address. */
export class AwsSubnets extends Construct {
  readonly ids: readonly string[];

  constructor(scope: Construct, id: string, props: AwsSubnetsProps) {
    super(scope, id);
    const { site, vpcId, name, ranges, routeTableIds, tags = {}, dependsOn = [] } = props;
    this.ids = site.zones.map((zone, index) => {
      const subnet = new Subnet(this, `${index + 1}`, {
        vpcId,
        availabilityZone: zone,
        cidrBlock: ranges[index],
        mapPublicIpOnLaunch: false,
        tags: { Name: siteScoped(site, `${name}-${zone}`), ...tags },
        dependsOn: [...dependsOn],
      });
      const routeTableId = routeTableIds[index] ?? routeTableIds[0];
      if (routeTableId) new RouteTableAssociation(this, `route-${index + 1}`, { subnetId: subnet.id, routeTableId });
      return subnet.id;
    });
  }
}
