import { Construct } from 'constructs';
import { gateway } from '../../services';
import { WaveChart } from '../wave-chart';
import { addAccessPolicies } from './access-policies';
import { addFrontDoor } from './front-door';
import type { GatewayProps } from './gateway-props';

/**
 * The way in: first what holds for every connection, and a shut door; then, when the secrets are there, who may open it
 * for which routes. What holds for one route, its own need brings along.
 */
export class GatewayChart extends Construct {
  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    const { context } = props;
    const owner = gateway.name;
    addFrontDoor(new WaveChart(this, { context, owner, wave: 'shared', name: `${owner}-front-door` }), props);
    addAccessPolicies(new WaveChart(this, { context, owner, wave: 'services', name: owner }), props);
  }
}
