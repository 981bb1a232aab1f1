import { operatorTenants, serviceTenants, type Tenant } from '../../constructs/contracts';
import { archiveTenants } from '../../constructs/in-cluster/archive-tenants';
import type { Site } from '../../environments/model';
import { siteOperators } from './site-operators';

/** Everything on a site that has needs: its services, their operators, and the archives of databases inside the cluster. */
export const siteTenants = (site: Site): Tenant[] => [
  ...serviceTenants(site),
  ...operatorTenants(siteOperators(site)),
  ...archiveTenants(site),
];
