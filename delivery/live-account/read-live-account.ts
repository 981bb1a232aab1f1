import type { Cloud, CloudSite, SiteByCloud } from '../../environments/model';
import type { LiveAccount } from '../../policies/preflight/live-account';
import type { AccountReader, Wanted } from './account-reader';

/** Each cloud's SDK is loaded when a site of it is asked about, and not before. */
const readers: { readonly [C in Cloud]: () => Promise<AccountReader<SiteByCloud[C]>> } = {
  aws: async () => (await import('./aws')).readAwsAccount,
  google: async () => (await import('./google')).googleReader(),
  azure: async () => (await import('./azure')).azureReader(),
};

/** Reads the account of a site with the credentials that the cloud's own tools would take. */
export async function readLiveAccount(site: CloudSite, wanted: Wanted): Promise<LiveAccount> {
  const read = (await readers[site.cloud]()) as AccountReader<CloudSite>;
  return read(site, wanted);
}
