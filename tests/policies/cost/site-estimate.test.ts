import { renderSiteOutput } from '../../../delivery/site-output';
import dev from '../../../environments/dev';
import { type CloudSite, isSitePublicCloud, type Site } from '../../../environments/model';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import { estimate } from '../../../policies/cost/estimate';
import { priceBook } from '../../../policies/cost/prices/price-book';
import type { Manifest, SiteOutput } from '../../../policies/site-output';

jest.setTimeout(120_000);

const isEstimate = ({ kind, metadata }: Manifest): boolean =>
  kind === 'PrometheusRule' && metadata.name === 'cost-estimate';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

const rulesOf = ({ manifests }: SiteOutput): readonly Rule[] =>
  (manifests.find(isEstimate)?.spec as { groups: { rules: Rule[] }[] } | undefined)?.groups.flatMap(
    ({ rules }) => rules,
  ) ?? [];
const valuesOf = (output: SiteOutput, word: string) =>
  rulesOf(output)
    .filter(({ record }) => record?.startsWith(`evenkeel:${word}:`))
    .map(({ expr, labels }) => ({ usd: Number(/vector\((.*)\)/.exec(expr)?.[1]), ...labels }));
const sum = (values: readonly { readonly usd: number }[]): number => values.reduce((all, { usd }) => all + usd, 0);

const billOf = ({ stacks, manifests }: SiteOutput, site: Site) =>
  estimate(
    {
      stacks: Object.entries(stacks).map(([stack, json]) => ({ site: site.name, stack, json })),
      objects: manifests.map((manifest) => ({ site: site.name, manifest })),
    },
    { book: priceBook(), assumed: { ...(site as CloudSite).spending?.assumptions } },
  );

describe('of what watches a site', () => {
  const { sites } = resolveEnvironment(dev, 'environments/dev.ts');

  it.each([0, 1, 2])(
    'site %i: pools, volumes and the rest are its bill, and the bill is the same without them',
    async (index) => {
      const site = sites[index];
      if (!site || !isSitePublicCloud(site)) throw new Error('no site');
      const { output } = await renderSiteOutput(site);
      const volumes = valuesOf(output, 'service_estimate').filter((one) => 'pool' in one && one.pool === 'volumes');
      const parts = sum(valuesOf(output, 'pool_estimate')) + sum(volumes) + sum(valuesOf(output, 'elsewhere_estimate'));
      const { monthlyTotal } = billOf(output, site);
      expect(Math.abs(parts - monthlyTotal)).toBeLessThan(monthlyTotal / 200);
      const bare = { ...output, manifests: output.manifests.filter((manifest) => !isEstimate(manifest)) };
      expect(billOf(bare, site).monthlyTotal).toBe(monthlyTotal);
    },
  );

  it('says nothing where nobody stated a budget', async () => {
    const site = sites[0];
    if (!site) throw new Error('no site');
    const { output } = await renderSiteOutput({ ...site, spending: undefined });
    expect(rulesOf(output)).toEqual([]);
  });

  it('holds the forecast to what the site alone may cost', async () => {
    const site = sites[0];
    if (!site) throw new Error('no site');
    const { output } = await renderSiteOutput({ ...site, spending: { budgetUsd: 4000, assumptions: {} } });
    expect(valuesOf(output, 'budget')).toEqual([{ usd: 4000 }]);
    expect(rulesOf(output).map(({ alert }) => alert)).toContain('CostBudgetForecast');
  });
});
