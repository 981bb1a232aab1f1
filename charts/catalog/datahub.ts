import { componentLabels } from '../../constructs/kubernetes/component-labels';
import { catalog } from '../../services';
import { catalogPorts } from '../../services/catalog';
import { nginxVersion } from '../workbench/web-server';

/** The newest release whose images and Python package are published. */
export const datahubVersion = '1.7.0';
/** DataHub works with the second major version. */
const openSearchVersion = '2.19.3';
const searchExporterVersion = '1.9.0';

export const { namespace } = catalog;
export const owner = 'catalog';

export const ports = {
  gms: 8080,
  /** Of Spring's actuator: metrics. */
  management: 4319,
  frontend: 9002,
  search: 9200,
  searchTransport: 9300,
  searchMetrics: 9114,
  ...catalogPorts,
} as const;

export const names = {
  gms: 'datahub-gms',
  frontend: 'datahub-frontend',
  update: 'datahub-update',
  restore: 'datahub-restore-indices',
  search: 'datahub-search',
  searchMetrics: 'datahub-search-metrics',
  lineage: 'datahub-lineage',
  artifacts: 'datahub-artifacts',
  ingestion: 'datahub-ingestion',
} as const;

export const images = {
  gms: `acryldata/datahub-gms:v${datahubVersion}`,
  frontend: `acryldata/datahub-frontend-react:v${datahubVersion}`,
  update: `acryldata/datahub-upgrade:v${datahubVersion}`,
  search: `opensearchproject/opensearch:${openSearchVersion}`,
  searchMetrics: `quay.io/prometheuscommunity/elasticsearch-exporter:v${searchExporterVersion}`,
} as const;

/** The images' own users; the exporter's is `nobody`. */
export const users = { datahub: 100, group: 101, search: 1000, exporter: 65_534, ingestion: 1000 } as const;

const datahub = { name: 'datahub', version: datahubVersion } as const;
export const components = {
  gms: { ...datahub, component: 'gms' },
  frontend: { ...datahub, component: 'frontend' },
  update: { ...datahub, component: 'update' },
  restore: { ...datahub, component: 'restore' },
  ingestion: { ...datahub, component: 'ingestion' },
  search: { name: 'opensearch', version: openSearchVersion, component: 'search' },
  searchMetrics: { name: 'elasticsearch-exporter', version: searchExporterVersion, component: 'search-metrics' },
  lineage: { name: 'nginx', version: nginxVersion, component: 'lineage' },
  artifacts: { name: 'nginx', version: nginxVersion, component: 'artifacts' },
} as const;

/** Labels that select the pods of a part. */
export const podsOf = (component: keyof typeof components) => componentLabels(owner, components[component]).selector;

/** What acts as DataHub itself; its secret is the need `systemSecret`. */
export const systemClient = '__datahub_system';
