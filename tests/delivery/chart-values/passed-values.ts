import { chartContext } from '../../../charts';
import { mergeValues } from '../../../charts/operators/merge-values';
import { operatorCharts } from '../../../charts/operators/operator-charts';
import { kubernetesFacts as awsFacts } from '../../../constructs/aws/kubernetes-facts';
import { kubernetesFacts as azureFacts } from '../../../constructs/azure/kubernetes-facts';
import { kubernetesFacts as googleFacts } from '../../../constructs/google/kubernetes-facts';
import { localKubernetesFacts } from '../../../constructs/in-cluster';
import type { Site } from '../../../environments/model';
import {
  type OperatorDefinition,
  type OperatorName,
  operators,
  type ServiceDefinition,
  type ServiceName,
  services,
} from '../../../services';
import { gitopsReleases } from '../../../stacks/gitops-releases';
import { awsSite, azureSite, googleSite, localSite } from '../../fixtures/sites';

/** What a site passes to one third-party chart. */
export interface PassedValues {
  readonly chart: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const catalogue: Readonly<Record<ServiceName, ServiceDefinition>> = services;
const definitions: Readonly<Record<OperatorName, OperatorDefinition>> = operators;

/** Every service as it comes, so that what depends on one is there. */
const everyService = {
  services: Object.fromEntries(Object.entries(catalogue).map(([name, { config }]) => [name, config.parse({})])),
} as unknown as Pick<Site, 'services'>;

const contexts = () => {
  const [aws, google, azure] = [awsSite(everyService), googleSite(everyService), azureSite(everyService)];
  const local = localSite(everyService);
  return [
    [aws, chartContext(aws, awsFacts(aws))],
    [google, chartContext(google, googleFacts(google))],
    [azure, chartContext(azure, azureFacts(azure))],
    [local, chartContext(local, localKubernetesFacts(local))],
  ] as const;
};

/** Everything that sites of every cloud pass to charts, whichever engine they run. */
export const passedValues = (): PassedValues[] =>
  contexts().flatMap(([site, context]) => [
    ...(Object.keys(operatorCharts) as OperatorName[]).map((name) => ({
      chart: definitions[name].chart.name,
      values: mergeValues(
        operatorCharts[name].values({ context, bindings: {}, serviceNamespaces: ['tracking'] }),
        context.kubernetes.operators?.[name]?.values,
      ),
    })),
    ...(['argo-cd', 'flux'] as const).flatMap((engine) =>
      gitopsReleases({ ...site, gitops: { ...site.gitops, engine } }).map(({ chart, values }) => ({ chart, values })),
    ),
  ]);
