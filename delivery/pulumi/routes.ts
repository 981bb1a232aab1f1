import { deployedWaves } from './deployed-objects';

/** Addresses at which a site answers, by the routes of its rendered tree. */
export function routesOf(tree: string): string[] {
  const routes = deployedWaves(tree, { platform: false })
    .flatMap(({ objects }) => objects)
    .filter(({ kind }) => kind === 'HTTPRoute')
    .flatMap(({ spec }) => (spec as { readonly hostnames?: readonly string[] }).hostnames ?? []);
  return [...new Set(routes)].sort().map((name) => `https://${name}`);
}
