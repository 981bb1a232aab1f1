import { resolve } from 'node:path';
import { pricedEnvironment } from '../../../delivery/priced-environment';
import { environmentFiles } from '../../../environments/model/environment-files';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import { attributionOf } from '../../../policies/cost/attribution';
import { totalOf } from '../../../policies/cost/bill';
import { estimate, pricingTable } from '../../../policies/cost/estimate';
import { judgeCost } from '../../../policies/cost/judge-cost';
import { viewOf } from '../../../policies/cost/views';
import { awsPermissions } from '../../../policies/permissions/aws-permissions';
import { azurePermissions } from '../../../policies/permissions/azure-permissions';
import { googlePermissions } from '../../../policies/permissions/google-permissions';
import { book } from './bill-of';

/** Every type that a stack may make, whatever environments ask for: the pipeline needs permissions for all of them. */
const madeTypes = Object.keys({ ...awsPermissions, ...googlePermissions, ...azurePermissions }).filter(
  (type) => !type.includes('.'),
);

it('prices every type that a stack may make, or says why it is free', () => {
  expect(madeTypes.length).toBeGreaterThan(300);
  expect(madeTypes.filter((type) => !pricingTable[type])).toEqual([]);
});

it('gives a reason for every type that is free', () => {
  const silent = Object.entries(pricingTable).filter(
    ([, pricing]) => typeof pricing !== 'function' && pricing.free === '',
  );
  expect(silent).toEqual([]);
});

it.each(environmentFiles())(
  '%s has no resource and no object without a price, and keeps to its budget',
  async (file) => {
    const environment = resolveEnvironment(require(resolve(file)).default);
    const output = await pricedEnvironment(environment);
    const bill = estimate(output, { book });
    expect(bill.unpriced).toEqual([]);
    const { budget } = environment.config;
    const judged = budget && judgeCost(output, { budget, assumed: {}, file, sites: environment.sites });
    expect(judged?.ofAll ?? []).toEqual([]);
    expect(environment.sites.flatMap(({ name }) => judged?.ofSite(name) ?? [])).toEqual([]);
    for (const site of environment.sites) {
      const own = bill.lines.filter((line) => line.site === site.name);
      // Whoever owns the machine pays for what runs on a cluster alone.
      expect([site.name, own.length > 0]).toEqual([site.name, site.cloud !== 'local']);
    }
    expect(new Set(bill.lines.map(({ site }) => site))).not.toContain('environment');
    const attributed = attributionOf(output);
    for (const by of ['site', 'stack', 'service', 'need', 'owner', 'tag:cost-centre', 'tag:none']) {
      expect([by, totalOf(viewOf(by, bill.lines, attributed).rows)]).toEqual([
        by,
        expect.closeTo(bill.monthlyTotal, 4),
      ]);
    }
  },
);
