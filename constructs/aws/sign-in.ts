import type { AwsSite } from '../../environments/model';

/**
 * Profile of AWS' own configuration by which whoever works on several accounts in one run signs in to that of this site: its
 * name. `undefined`: there is one account, and who is signed in is signed in to it.
 */
export const signInProfile = ({ name, sharesSecrets }: Pick<AwsSite, 'name' | 'sharesSecrets'>): string | undefined =>
  sharesSecrets === 'sign-in-a-site' ? name : undefined;
