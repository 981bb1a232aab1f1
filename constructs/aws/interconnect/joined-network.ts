import { DataAwsRouteTable } from '@cdktf/provider-aws/lib/data-aws-route-table';
import { DataAwsVpc } from '@cdktf/provider-aws/lib/data-aws-vpc';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import { siteScoped } from '../names';

/** The site's network as the stack of the links finds it, by its tags. */
export class AwsJoinedNetwork extends Construct {
  readonly vpcId: string;
  /** Of nodes and pods, a table a zone. Databases have no way to other sites. */
  readonly routeTableIds: readonly string[];

  private constructor(scope: Construct, id: string, site: AwsSite) {
    super(scope, id);
    const named = (part: string) => ({ Name: siteScoped(site, part) });
    const vpc = new DataAwsVpc(this, 'vpc', { tags: { ...named('vpc'), site: site.name } });
    this.vpcId = vpc.id;
    this.routeTableIds = site.zones.map(
      (_, index) =>
        new DataAwsRouteTable(this, `table-${index + 1}`, { vpcId: vpc.id, tags: named(`private-${index + 1}`) })
          .routeTableId,
    );
  }

  /** That of a site's part of a stack; looked up once, whatever asks for it. */
  static of(scope: Construct, site: AwsSite): AwsJoinedNetwork {
    const found = scope.node.tryFindChild('network');
    return found instanceof AwsJoinedNetwork ? found : new AwsJoinedNetwork(scope, 'network', site);
  }
}
