import { chartContext } from '../charts/chart-context';
import { renderSite } from '../charts/render';
import { stackNames } from '../constructs/contracts';
import { InputError, isSitePublicCloud, type Site } from '../environments/model';
import { definitionOwners, unservedObjects } from '../policies/custom-resources';
import { unknownImports } from '../policies/imports';
import type { SiteOutput, StackJson } from '../policies/site-output';
import { buildSite } from '../stacks/platforms';
import { synthesize } from './synthesize';

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
  const rendered = renderSite({
    context: chartContext(site, model.kubernetes),
    site,
    bucketCopies: model.bucketCopies,
    providerOf: model.providerOf,
  });
  const unserved = unservedObjects(
    rendered.map(({ manifest }) => manifest),
    definitionOwners(site),
    model.kubernetes.nodeObjects,
  );
  if (unserved.length > 0) throw new InputError(unserved.map((finding) => ({ ...finding, file: site.name })));
  const stacks = Object.fromEntries([...texts].map(([name, text]) => [name, JSON.parse(text) as StackJson]));
  const strangers = isSitePublicCloud(site) ? unknownImports(site.import, stacks) : [];
  if (strangers.length > 0) throw new InputError(strangers.map((finding) => ({ ...finding, file: site.name })));
  const output: SiteOutput = { stacks, manifests: rendered.map(({ manifest }) => manifest) };
  return { model, names, texts, rendered, stacks, output };
}
