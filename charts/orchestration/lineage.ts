import type { EnvValue } from '../../constructs/contracts';
import { lineagePath } from '../catalog/intake-configuration';
import { serviceName } from './airflow';
import type { OrchestrationProps } from './orchestration-props';

/**
 * What the OpenLineage provider, which is part of the image, is told: runs of DAGs are told by the scheduler, runs of tasks
 * by their own pods. A catalogue that is away costs a task a few seconds and its lineage, never its success.
 */
export function lineageEnvironment({ bindings: { lineage } }: OrchestrationProps): Readonly<Record<string, EnvValue>> {
  if (!lineage?.secretName) return {};
  return {
    LINEAGE_KEY: { secret: lineage.secretName, key: 'value' },
    AIRFLOW__OPENLINEAGE__NAMESPACE: serviceName,
    // Kubernetes puts the key, letters and digits, in its place.
    AIRFLOW__OPENLINEAGE__TRANSPORT: JSON.stringify({
      type: 'http',
      url: lineage.url,
      endpoint: lineagePath.slice(1),
      timeout: 5,
      auth: { type: 'api_key', apiKey: '$(LINEAGE_KEY)' },
    }),
    // What a DAG's author writes stays in the repository.
    AIRFLOW__OPENLINEAGE__DISABLE_SOURCE_CODE: 'True',
  };
}
