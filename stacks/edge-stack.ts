import type { ITerraformDependable } from 'cdktf';
import type { Construct } from 'constructs';
import type { SiteFront } from '../constructs/contracts';
import { type Cloud, type EdgePlan, edgeHost, entryHost } from '../environments/model';
import { EnvironmentStack, type EnvironmentStackProps } from './environment-stack';

export interface EdgeStackProps extends EnvironmentStackProps {
  readonly domain: string;
  readonly plan: EdgePlan;
}

/** What a cloud has already: what is once there for a public name is not made again for the next site. */
interface Opened {
  readonly fronts: readonly SiteFront[];
  readonly proven: readonly ITerraformDependable[];
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
    const opened = new Map<Cloud, Opened>();
    for (const part of sites) {
      const { name, cloud } = part.site;
      const { entry } = plan.sites[name] ?? {};
      if (!entry) throw new Error(`${name} is not part of the plan`);
      const before = opened.get(cloud) ?? { fronts: [], proven: [] };
      const peers = order.flatMap((peer) => sites.filter(({ site }) => site.name === peer && site.cloud === cloud));
      const front = part.siteFront(this.scopeOf(part), { peers: peers.map(({ site }) => site), before: before.fronts });
      const proven = [...before.proven, ...front.proofs.map((proof) => zone.record(proof))];
      zone.record({ id: name, name: entry, ...front.open(proven) });
      opened.set(cloud, { fronts: [...before.fronts, front], proven });
    }
    const name = edgeHost(domain);
    for (const host of serving.hosts) zone.record({ id: host, name: host, type: 'CNAME', value: name });
    zone.moving({ name, entries: order.map((site) => entryHost(site, domain)), automatic, health: serving.health });
  }
}
