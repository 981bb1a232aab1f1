import { serviceTenants } from '../../constructs/contracts/need-requests';
import type { ReachedSite } from './recovery-scope';

/** Namespaces of services, each once, in the order of the catalogue. Default: of all that the site runs. */
export const namespacesOf = ({ site }: ReachedSite, services?: readonly string[]): readonly string[] => [
  ...new Set(
    serviceTenants(site)
      .filter(({ name }) => services === undefined || services.includes(name))
      .map(({ namespace }) => namespace),
  ),
];
