import { Construct } from 'constructs';
import { gateway } from '../../services';
import { WaveChart } from '../wave-chart';
import { addAccessPolicies } from './access-policies';
import { addEdge } from './edge';
import { addFrontDoor } from './front-door';
import type { GatewayProps } from './gateway-props';
import { addUserCounters } from './user-limits';
import { addWaf } from './waf';

/**
 * The way in: first what holds for every connection, and a shut door; then, when the secrets are there, who may open it
 * for which routes. What holds for one route, its own need brings along.
 */
export class GatewayChart extends Construct {
  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    const { context } = props;
    const owner = gateway.name;
    const frontDoor = new WaveChart(this, { context, owner, wave: 'shared', name: `${owner}-front-door` });
    const rooms = new WaveChart(this, { context, owner, wave: 'services', name: owner });
    addFrontDoor(frontDoor, props);
    addWaf(frontDoor, props);
    addUserCounters(rooms, props);
    addAccessPolicies(rooms, props);
    addEdge(rooms, props);
  }
}
