export { operatorCharts } from './operator-charts';
export { siteOperators } from './site-operators';
export { siteTenants } from './site-tenants';
