import { Construct } from 'constructs';
import { dataSecrets } from '../constructs/contracts';
import { copiedSecret } from '../constructs/terraform/copied-secret';
import { EnvironmentStack, type EnvironmentStackProps } from './environment-stack';
import type { SitePart } from './platforms';

export interface SecretsStackProps extends Omit<EnvironmentStackProps, 'sites'> {
  /** Sites that get what the home site has. */
  readonly copies: readonly SitePart[];
  /** Another one has everything compared again. */
  readonly round: number;
}

/**
 * Gives the other sites of an environment the secrets of the primary one that stored data depends on: what is restored
 * there can be read only with them. Every site makes its own first; a copy is written over it once. So no site needs
 * another to start or to be changed, and when roles are swapped nothing is written: the values are the same by then.
 */
export class SecretsStack extends EnvironmentStack {
  constructor(scope: Construct, { copies, round, ...props }: SecretsStackProps) {
    // The clouds' command lines do the work, so no provider is set up, and two sites may be on one cloud.
    super(scope, 'secrets', { ...props, sites: [] });
    const { home } = props;
    const sources = new Map(dataSecrets(home.site).map((request) => [`${request.service}-${request.name}`, request]));
    for (const copy of copies) {
      const site = new Construct(this, copy.site.name);
      for (const request of dataSecrets(copy.site)) {
        const id = `${request.service}-${request.name}`;
        const source = sources.get(id);
        if (!source) throw new Error(`${home.site.name} has no secret ${id}`);
        copiedSecret(site, id, { from: home.secretCommands(source), to: copy.secretCommands(request), round });
      }
    }
  }
}
