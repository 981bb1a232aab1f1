import { chartContext } from '../charts/chart-context';
import { renderEstimate, type SiteEstimate } from '../charts/monitoring/cost/estimate-chart';
import type { SitePrices } from '../charts/monitoring/cost/site-prices';
import { renderSite } from '../charts/render';
import { type RenderedObject, sortRendered } from '../charts/rendered-object';
import { type KubernetesFacts, stackNames } from '../constructs/contracts';
import { InputError, isSitePublicCloud, type Site } from '../environments/model';
import { definitionOwners, unservedObjects } from '../policies/custom-resources';
import { unknownImports } from '../policies/imports';
import type { SiteOutput, StackJson } from '../policies/site-output';
import { buildSite } from '../stacks/platforms';
import { synthesize } from './synthesize';

/** What its machines cost, where something on the site asks for it. Nobody sells those of a cluster alone. */
async function pricesOf(site: Site, kubernetes: KubernetesFacts): Promise<SitePrices | undefined> {
  if (!isSitePublicCloud(site) || !site.services.monitoring?.cost) return undefined;
  const [{ sitePrices }, { priceBook }] = await Promise.all([
    import('../policies/cost/site-prices'),
    import('../policies/cost/prices/price-book'),
  ]);
  return sitePrices(site, kubernetes, priceBook());
}

/** The bill of a site by itself, for what watches it; `undefined`: nobody says what it may cost. */
async function estimateOf(
  site: Site,
  prices: SitePrices,
  stacks: SiteOutput['stacks'],
  objects: readonly RenderedObject[],
): Promise<SiteEstimate | undefined> {
  if (!isSitePublicCloud(site) || !site.spending) return undefined;
  const [{ statedAssumptions }, { estimate }, { siteEstimate }, { priceBook }] = await Promise.all([
    import('../policies/cost/assumed'),
    import('../policies/cost/estimate'),
    import('../policies/cost/site-estimate'),
    import('../policies/cost/prices/price-book'),
  ]);
  const assumed = statedAssumptions(site.spending.assumptions, site.name);
  const output = {
    stacks: Object.entries(stacks).map(([stack, json]) => ({ site: site.name, stack, json })),
    objects: objects.map(({ manifest }) => ({ site: site.name, manifest })),
  };
  return siteEstimate(site, prices, output, estimate(output, { book: priceBook(), assumed }).lines);
}

/**
 * Everything that a site synthesizes: stacks as Terraform reads them, and all objects of its cluster.
 * @throws InputError when an object asks for what the operators of the site do not serve, or an import for what no stack
 *   has
 */
export async function renderSiteOutput(site: Site) {
  const { model, textOf } = await synthesize(
    (app) => buildSite(app, site),
    ({ stacks }) => Object.values(stacks).map(({ node }) => node.id),
  );
  const names = stackNames.filter((name) => model.stacks[name]);
  const texts = new Map(names.map((name) => [name, textOf(`${site.name}-${name}`)]));
  const prices = await pricesOf(site, model.kubernetes);
  const context = chartContext(site, model.kubernetes, prices);
  const objects = renderSite({
    context,
    site,
    bucketCopies: model.bucketCopies,
    providerOf: model.providerOf,
  });
  const stacks = Object.fromEntries([...texts].map(([name, text]) => [name, JSON.parse(text) as StackJson]));
  const estimate = prices && (await estimateOf(site, prices, stacks, objects));
  const rendered = estimate ? sortRendered([...objects, ...renderEstimate(context, estimate)]) : objects;
  const unserved = unservedObjects(
    rendered.map(({ manifest }) => manifest),
    definitionOwners(site),
    model.kubernetes.nodeObjects,
  );
  if (unserved.length > 0) throw new InputError(unserved.map((finding) => ({ ...finding, file: site.name })));
  const strangers = isSitePublicCloud(site) ? unknownImports(site.import, stacks) : [];
  if (strangers.length > 0) throw new InputError(strangers.map((finding) => ({ ...finding, file: site.name })));
  const output: SiteOutput = { stacks, manifests: rendered.map(({ manifest }) => manifest) };
  return { model, names, texts, rendered, stacks, output };
}
