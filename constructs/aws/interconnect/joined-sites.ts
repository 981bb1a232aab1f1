import type { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import type { JoinedSitesProps } from '../../contracts';
import { joinedNames } from './joined-names';
import { AwsJoinedNetwork } from './joined-network';

/** Names of joined sites. Nothing is opened here: the rules of the gateway's own load balancer let them in. */
export function joinedSites(scope: Construct, { site, joined }: JoinedSitesProps<AwsSite>): void {
  const { vpcId } = AwsJoinedNetwork.of(scope, site);
  joinedNames(scope, { site, vpcId, names: joined.flatMap(({ names }) => names) });
}
