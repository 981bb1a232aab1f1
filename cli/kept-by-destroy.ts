import type { Environment } from '../environments/model/resolve-environment';

/** What the environment leaves by what it synthesizes, and prices for the rest. */
export async function keptByDestroy(environment: Environment, file: string) {
  const [{ pricedEnvironment }, { afterDestroy }, { priceBook }] = await Promise.all([
    import('../delivery/priced-environment'),
    import('../policies/cost/leftovers/after-destroy'),
    import('../policies/cost/prices/price-book'),
  ]);
  const book = priceBook();
  const { leftovers } = afterDestroy(await pricedEnvironment(environment, file), { book });
  return { leftovers, book };
}
