import type { SiteCloud } from './site';

/** `<environment>-<cloud>-<region>`; the local site has no region: `<environment>-local`. */
export const siteName = (environment: string, cloud: SiteCloud, region: string): string =>
  [...new Set([environment, cloud, region])].join('-');

/** `featureStore` becomes `feature-store`. */
export const kebabCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
