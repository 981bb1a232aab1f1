import { dump } from 'js-yaml';
import type { ChartContext } from '../chart-context';
import { names, ports } from './datahub';

/** One reading: the files it needs from the store of artifacts, and DataHub's recipe. */
export interface Reading {
  readonly name: string;
  /** Paths in the store; they lie under the same paths of the job's folder. */
  readonly files: readonly string[];
  readonly recipe: object;
}

export const workFolder = '/work';
/** Feast's own file: its registry is the copy. */
export const feastFile = { folder: '/etc/readings', file: 'feature_store.yaml' } as const;
const registryFile = 'feast/registry.db';

/** Jobs of the catalogue itself: they act as DataHub. The variables are filled in by its reader. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: filled in by DataHub
const authorization = 'Basic ${DATAHUB_SYSTEM_CLIENT_ID}:${DATAHUB_SYSTEM_CLIENT_SECRET}';

const sink = {
  type: 'datahub-rest',
  config: { server: `http://${names.gms}:${ports.gms}`, extra_headers: { Authorization: authorization } },
} as const;

/** What is no longer told of is taken out of the catalogue; DataHub's reader of Feast cannot do that yet. */
const stateful = { enabled: true, remove_stale_metadata: true } as const;

type Services = ChartContext['services'];

const dbtPlatforms = { postgres: 'postgres', lakehouse: 'trino' } as const;

function dbtReadings({ transforms }: Services): Reading[] {
  if (!transforms) return [];
  const { projects, warehouses } = transforms;
  return Object.entries(projects).map(([project, { warehouse }]) => {
    const path = (file: string) => `dbt/${project}/${file}.json`;
    const files = ['manifest', 'catalog', 'run_results'].map(path);
    return {
      name: `dbt-${project}`,
      files,
      recipe: {
        pipeline_name: `dbt-${project}`,
        source: {
          type: 'dbt',
          config: {
            manifest_path: `${workFolder}/${path('manifest')}`,
            catalog_path: `${workFolder}/${path('catalog')}`,
            run_results_paths: [`${workFolder}/${path('run_results')}`],
            target_platform:
              (dbtPlatforms as Readonly<Record<string, string>>)[warehouse] ?? warehouses[warehouse]?.kind,
            stateful_ingestion: stateful,
          },
        },
        sink,
      },
    };
  });
}

const feastReadings = ({ featureStore }: Services): Reading[] =>
  featureStore
    ? [
        {
          name: 'feast',
          files: [registryFile],
          recipe: {
            pipeline_name: 'feast',
            source: {
              type: 'feast',
              config: {
                path: workFolder,
                fs_yaml_file: `${feastFile.folder}/${feastFile.file}`,
              },
            },
            sink,
          },
        },
      ]
    : [];

/** What there is to read on a site: every dbt project, and Feast. */
export const readingsOf = ({ services }: Pick<ChartContext, 'services'>): Reading[] => [
  ...dbtReadings(services),
  ...feastReadings(services),
];

/** The registry's copy is a file; nothing else of this store is ever opened. */
export const feastStore = (project: string): string =>
  dump({
    project,
    provider: 'local',
    entity_key_serialization_version: 3,
    registry: { registry_type: 'file', path: `${workFolder}/${registryFile}` },
    online_store: { type: 'sqlite', path: `${workFolder}/online.db` },
    offline_store: { type: 'file' },
    auth: { type: 'no_auth' },
  });
