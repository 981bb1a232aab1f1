import type { Construct } from 'constructs';
import { letIn } from '../constructs/contracts';
import { EnvironmentStack, type EnvironmentStackProps } from './environment-stack';
import type { SitePart } from './platforms';

/**
 * What the sites of an environment let each other do for the day on which one is lost. Whom a cluster's tokens are from is
 * known only once it is made, on another cloud than the buckets they open: so it is looked up here, where both are known.
 */
export class RecoveryStack extends EnvironmentStack {
  private readonly issuers = new Map<string, string>();

  constructor(scope: Construct, props: EnvironmentStackProps) {
    super(scope, 'recovery', props);
    const parts = new Map(props.sites.map((part) => [part.site.name, part]));
    for (const part of props.sites) {
      const others = props.sites.filter((other) => other !== part);
      part.replicateBuckets(
        this.scopeOf(part),
        others.map((other) => ({ scope: this.scopeOf(other), site: other.site })),
      );
      for (const [name, syncs] of letIn(part.site)) {
        const runner = parts.get(name);
        const [first] = syncs;
        if (!runner || !first)
          throw new Error(`${name} copies buckets of ${part.site.name} and is not part of ${this.node.id}`);
        part.letIn(this.scopeOf(part), { runner: first.runner, issuer: this.issuerOf(runner), syncs });
      }
    }
  }

  /** Looked up once, however many let its jobs in. */
  private issuerOf(runner: SitePart): string {
    const known = this.issuers.get(runner.site.name) ?? runner.clusterIssuer(this.scopeOf(runner));
    this.issuers.set(runner.site.name, known);
    return known;
  }
}
