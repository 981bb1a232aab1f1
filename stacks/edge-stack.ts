import type { Construct } from 'constructs';
import { type EdgePlan, edgeHost, entryHost } from '../environments/model';
import { EnvironmentStack, type EnvironmentStackProps } from './environment-stack';

export interface EdgeStackProps extends EnvironmentStackProps {
  readonly domain: string;
  readonly plan: EdgePlan;
}

/**
 * The public way in: each site behind the edge of its own cloud, and one public zone whose hosts all lead to one name,
 * which moves from site to site.
 */
export class EdgeStack extends EnvironmentStack {
  constructor(scope: Construct, props: EdgeStackProps) {
    super(scope, 'edge', props);
    const { domain, plan, sites } = props;
    const { zoneSite, parent, order, automatic } = plan;
    const home = sites.find(({ site }) => site.name === zoneSite);
    const zone = home?.publicZone(this.scopeOf(home), { domain, parent });
    const serving = plan.sites[zoneSite];
    if (!zone || !serving) throw new Error(`${zoneSite}, which has the public zone, is not part of the stack`);
    for (const part of sites) {
      const { entry } = plan.sites[part.site.name] ?? {};
      if (!entry) throw new Error(`${part.site.name} is not part of the plan`);
      const front = part.siteFront(this.scopeOf(part));
      const target = front.open(front.proofs.map((proof) => zone.record(proof)));
      zone.record({ id: part.site.name, name: entry, ...target });
    }
    const name = edgeHost(domain);
    for (const host of serving.hosts) zone.record({ id: host, name: host, type: 'CNAME', value: name });
    zone.moving({ name, entries: order.map((site) => entryHost(site, domain)), automatic, health: serving.health });
  }
}
