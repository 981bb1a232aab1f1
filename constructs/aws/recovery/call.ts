import type { AwsSite } from '../../../environments/model';
import type { Command } from '../../contracts/command';
import { signInProfile } from '../sign-in';

/** A call of AWS' own command line in the account and region of a site. */
export const aws = (site: AwsSite, args: readonly string[], more: Partial<Command> = {}): Command => {
  const profile = signInProfile(site);
  return {
    program: 'aws',
    args: [...(profile ? ['--profile', profile] : []), '--region', site.region, '--output', 'text', ...args],
    reaches: site.name,
    ...more,
  };
};
