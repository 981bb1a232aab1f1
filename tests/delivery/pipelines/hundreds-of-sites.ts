import type { TrustedRun } from '../../../delivery/pipelines/platform';
import type { GraphStack, StackGraph } from '../../../delivery/stack-graph';
import type { CloudSite } from '../../../environments/model';
import { delivered } from './delivered-environments';

const kinds = ['state', 'network', 'cluster', 'data', 'platform', 'gitops'] as const;

/** `prod` with so many sites as no address plan has room for, every third of them in the middle waiting for the one before. */
export function hundredsOfSites(count: number): { graph: StackGraph; run: TrustedRun; sites: readonly CloudSite[] } {
  const environment = delivered('argo-workflows');
  const [model] = environment.sites;
  const { ci } = environment.config;
  if (!ci || !model || !('addresses' in model)) throw new Error('no site to copy');
  const sites = Array.from(
    { length: count },
    (_, index): CloudSite => ({ ...model, name: `prod-aws-region-${index}` }),
  );
  const ofSites = sites.flatMap(({ name }, index) =>
    kinds.map((kind, at): GraphStack => {
      const own = at === 0 ? [] : [`${name}-${kinds[at - 1]}`];
      const beside = kind === 'data' && index % 3 === 1 ? [`prod-aws-region-${index - 1}-network`] : [];
      const back =
        kind === 'data' && index % 3 === 0 && index + 1 < count ? [`prod-aws-region-${index + 1}-network`] : [];
      return {
        name: `${name}-${kind}`,
        site: name,
        kind,
        after: [...own, ...beside, ...back],
        folder: `${name}/${kind}`,
      };
    }),
  );
  const order = (stack: GraphStack): number => kinds.indexOf(stack.kind as (typeof kinds)[number]);
  const edge: GraphStack = {
    name: 'prod-edge',
    kind: 'edge',
    after: sites.map(({ name }) => `${name}-gitops`),
    folder: 'edge',
  };
  return {
    sites,
    run: { environment: { ...environment, sites }, trust: ci, repository: 'example/ml-platform' },
    graph: { environment: 'prod', stacks: [...ofSites.sort((a, b) => order(a) - order(b)), edge] },
  };
}
