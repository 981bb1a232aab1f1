import type { Site } from '../../environments/model';
import type { NeedRequest } from './need-provider';

/** Once a vault is made, its days can still be taken back for so long; then nobody can, not even the owner of the account. */
export const vaultGraceDays = 3;

/** Whether the backups of this database lie in the site's locked vault. */
export const isVaulted = ({ site, service, name }: Pick<NeedRequest, 'site' | 'service' | 'name'>): boolean =>
  (site.recovery?.vault?.databases ?? []).some((one) => one.service === service && one.need === name);

/** Whether the site has a locked vault. */
export const hasVault = ({ recovery }: Pick<Site, 'recovery'>): boolean => recovery?.vault !== undefined;
