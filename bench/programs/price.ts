import { join } from 'node:path';
import type * as PricedModule from '../../delivery/priced-environment';
import type * as LoadModule from '../../environments/model/load-environment';
import type * as EstimateModule from '../../policies/cost/estimate';
import type * as BookModule from '../../policies/cost/prices/price-book';

// Given: the folder of the compiled code, and an environment file. Prints seconds of building it and of pricing that.
const [, , lib = '', file = ''] = process.argv;
const load = <T>(...path: string[]): T => require(join(lib, ...path)) as T;

async function main(): Promise<void> {
  const { loadEnvironment } = load<typeof LoadModule>('environments', 'model', 'load-environment');
  const { environment } = await loadEnvironment(file);
  const { pricedEnvironment } = load<typeof PricedModule>('delivery', 'priced-environment');
  let began = performance.now();
  const output = await pricedEnvironment(environment);
  const build = (performance.now() - began) / 1000;
  const { estimate } = load<typeof EstimateModule>('policies', 'cost', 'estimate');
  const { priceBook } = load<typeof BookModule>('policies', 'cost', 'prices', 'price-book');
  began = performance.now();
  const { lines } = estimate(output, { book: priceBook() });
  const price = (performance.now() - began) / 1000;
  process.stdout.write(JSON.stringify({ build, price, lines: lines.length }));
}

main();
