import { stringify } from 'yaml';
import type { Manifest } from '../../policies/site-output';

interface Plugin {
  readonly name: string;
  readonly location: string;
}

interface Values {
  readonly controller?: { readonly trafficRouterPlugins?: readonly Plugin[] };
}

interface ReleaseSpec {
  /** Argo CD. */
  readonly source?: { readonly chart?: string; readonly helm?: { readonly valuesObject?: Values } };
  /** Flux. */
  readonly chart?: { readonly spec: { readonly chart: string } };
  readonly values?: Values;
}

/** Namespace and values of the rendered release of Argo Rollouts. Throws where there is none. */
function release(manifests: readonly Manifest[]): { namespace: string; values: Values } {
  for (const { spec } of manifests) {
    const { source, chart, values } = (spec ?? {}) as ReleaseSpec;
    if (source?.chart === 'argo-rollouts' || chart?.spec.chart === 'argo-rollouts') {
      const { destination, targetNamespace } = spec as {
        destination?: { namespace: string };
        targetNamespace?: string;
      };
      const namespace = destination?.namespace ?? targetNamespace ?? 'argo-rollouts';
      return { namespace, values: source?.helm?.valuesObject ?? values ?? {} };
    }
  }
  throw new Error('no release of Argo Rollouts is rendered');
}

/**
 * The settings that the Helm chart of Argo Rollouts makes of the rendered values: same plugins under the same names, taken
 * from this machine.
 */
export function rolloutsSettings(manifests: readonly Manifest[], pluginPath: string): Manifest {
  const { namespace, values } = release(manifests);
  const plugins = (values.controller?.trafficRouterPlugins ?? []).map(({ name }) => ({
    name,
    location: `file://${pluginPath}`,
  }));
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'argo-rollouts-config', namespace },
    data: { trafficRouterPlugins: stringify(plugins) },
  };
}
