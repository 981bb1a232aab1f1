import type { RecoveryCommands } from '../constructs/contracts/recovery-commands';
import type { Cloud, CloudSite, SiteByCloud } from '../environments/model';

/** Exhaustive and lazy, like `platforms.ts`; commands are data, so nothing of a provider is loaded for them. */
const clouds: { readonly [C in Cloud]: () => Promise<RecoveryCommands<SiteByCloud[C]>> } = {
  aws: async () => (await import('../constructs/aws/recovery-commands')).recoveryCommands,
  google: async () => (await import('../constructs/google/recovery-commands')).recoveryCommands,
  azure: async () => (await import('../constructs/azure/recovery-commands')).recoveryCommands,
};

/** The commands by which a site recovers, in the words of its own cloud. */
export const recoveryCommandsOf = ({ cloud }: CloudSite): Promise<RecoveryCommands<CloudSite>> =>
  (clouds[cloud] as () => Promise<RecoveryCommands<CloudSite>>)();
