import {
  clusterStateTenants,
  copyTenants,
  metricsTenants,
  operatorTenants,
  serviceTenants,
  type Tenant,
} from '../../constructs/contracts';
import { archiveTenants } from '../../constructs/contracts/archive-tenants';
import type { Site } from '../../environments/model';
import { siteOperators } from './site-operators';

/**
 * Everything on a site that has needs: its services, their operators, the archives of databases inside the cluster, what
 * reads the cloud's metrics, backups of the cluster itself, and what copies buckets to another cloud.
 */
export const siteTenants = (site: Site): Tenant[] => [
  ...serviceTenants(site),
  ...operatorTenants(siteOperators(site)),
  ...archiveTenants(site),
  ...metricsTenants(site),
  ...clusterStateTenants(site),
  ...copyTenants(site),
];
