import { App, Chart } from 'cdk8s';
import { chartContext, type Manifest } from '../../../../charts';
import { defaultPrices, priceList } from '../../../../charts/monitoring/cost/price-list';
import { addOpencost } from '../../../../charts/monitoring/exporters/opencost';
import { localKubernetesFacts } from '../../../../constructs/in-cluster';
import { monitoring } from '../../../../services';
import { localSite } from '../../../fixtures/sites';
import { manifests, renderLocal, specOf, the } from '../../site-rendering';

const prices = {
  region: 'eu-west-1',
  pools: { spot: 0.1, general: 0.2 },
  machines: { 'm7i.xlarge': 0.2247 },
  volumes: { encrypted: 0.000000125 },
};
const rows = priceList(prices)
  .trim()
  .split('\n')
  .map((line) => line.split(','));

it('has the columns that OpenCost decodes, in its order, and no line of their names', () => {
  expect(priceList(prices)).toBe(
    [
      ',type-m7i.xlarge,eu-west-1,node,metadata.labels.evenkeel.dev/pool,m7i.xlarge,0.2247,',
      ',general,eu-west-1,node,metadata.labels.evenkeel.dev/pool,,0.2,',
      ',spot,eu-west-1,node,metadata.labels.evenkeel.dev/pool,,0.1,',
      ',encrypted,,pv,spec.storageClassName,,0.000000125,',
      '',
    ].join('\n'),
  );
  expect(rows.every((row) => row.length === 8)).toBe(true);
});

it('finds machines by one field, for OpenCost looks by that of the last row', () => {
  const fields = rows.filter(([, , , kind]) => kind === 'node').map(([, , , , field]) => field);
  expect(new Set(fields)).toEqual(new Set(['metadata.labels.evenkeel.dev/pool']));
});

it('states every rate that OpenCost reads as a number, since it gives up on one that is missing', () => {
  const { provider, description, ...rates } = JSON.parse(defaultPrices) as Record<string, string>;
  expect([provider, typeof description]).toEqual(['custom', 'string']);
  expect(Object.values(rates).filter((rate) => !/^\d+(\.\d+)?$/.test(rate))).toEqual([]);
  for (const name of ['firstFiveForwardingRulesCost', 'additionalForwardingRuleCost', 'LBIngressDataCost']) {
    expect(rates).toHaveProperty(name);
  }
});

const services = { monitoring: monitoring.config.parse({}) };
const site = localSite({ services });
const facts = localKubernetesFacts(site);
const envOf = (objects: readonly Manifest[]) => {
  const deployment = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'opencost');
  const { template } = specOf<{
    template: { spec: { containers: { env: { name: string; value: string }[] }[] } };
  }>(deployment as Manifest);
  const [container] = template.spec.containers;
  return Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value]));
};

describe('OpenCost', () => {
  const local = renderLocal({ services });

  it('counts machines that nobody sells at its rates', () => {
    expect(envOf(manifests(local))).toMatchObject({ USE_CUSTOM_PROVIDER: 'true' });
    expect(envOf(manifests(local))).not.toHaveProperty('USE_CSV_PROVIDER');
    expect(Object.keys((the(local, 'ConfigMap', 'opencost-prices') as { data?: object }).data ?? {})).toEqual([
      'default.json',
    ]);
  });

  it('looks at what runs in the cluster, and at settings of its own namespace alone', () => {
    const resources = (kind: string, name: string) =>
      (the(local, kind, name) as unknown as { rules: { resources: string[]; verbs: string[] }[] }).rules;
    const everywhere = resources('ClusterRole', 'monitoring-opencost');
    expect(everywhere.flatMap((rule) => rule.resources)).not.toContain('configmaps');
    expect(everywhere.flatMap((rule) => rule.resources)).not.toContain('secrets');
    expect(resources('Role', 'opencost').flatMap((rule) => rule.resources)).toEqual(['configmaps']);
    expect(new Set(everywhere.flatMap((rule) => rule.verbs))).toEqual(new Set(['get', 'list', 'watch']));
  });

  it('asks nobody outside of the cluster', () => {
    const { egress } = specOf<{ egress: unknown[] }>(the(local, 'NetworkPolicy', 'opencost'));
    expect(JSON.stringify(egress)).not.toContain('0.0.0.0/0');
  });
});

it('reads the prices of a site where there are some, and is rolled when they change', () => {
  const rendered = (usd: number) => {
    const chart = new Chart(new App(), 'exporters');
    addOpencost(chart, chartContext(site, facts, { ...prices, pools: { general: usd } }));
    return chart.toJson() as Manifest[];
  };
  const rolledBy = (objects: readonly Manifest[]) =>
    JSON.stringify(objects.find(({ kind }) => kind === 'Deployment')).match(
      /"evenkeel.dev\/configuration":"(\w+)"/,
    )?.[1];
  expect(envOf(rendered(1))).toMatchObject({ USE_CSV_PROVIDER: 'true', CSV_PATH: '/etc/prices/prices.csv' });
  expect(rolledBy(rendered(1))).not.toBe(rolledBy(rendered(2)));
  expect(rolledBy(rendered(1))).toBe(rolledBy(rendered(1)));
});
