import { buildSiteTree } from '../../delivery/site-build';
import { databases, tracking } from '../../services';
import { isOfCopies } from '../fixtures/copy-promises';
import { awsSite, azureSite, googleSite } from '../fixtures/sites';

const services = {
  tracking: tracking.config.parse({}),
  databases: databases.config.parse({
    postgres: { orders: {} },
    documents: { catalogue: {} },
    buckets: { images: {} },
  }),
};
const providers = { ...awsSite().providers, postgres: 'in-cluster' } as const;

describe.each([
  ['AWS', awsSite({ services, providers })],
  ['Google Cloud', googleSite({ services, providers })],
  ['Azure', azureSite({ services, providers })],
])('databases inside the cluster on %s', (_cloud, site) => {
  const built = buildSiteTree(site);

  it('leave nothing to complain of', async () => {
    expect((await built).findings).toEqual([]);
  });

  it('keep the promises of PostgreSQL by what is rendered; only a key of their own is the disks’', async () => {
    const statuses = (await built).parity
      .filter(
        ({ capability }) =>
          capability.startsWith('postgres.') && !capability.includes('.alarm-') && !isOfCopies(capability),
      )
      .map(({ capability, status }) => `${capability} ${status}`);
    expect(statuses).toEqual([
      'postgres.private kept',
      'postgres.highly-available kept',
      'postgres.point-in-time-recovery kept',
      'postgres.tls-only kept',
      'postgres.own-key absent',
      'postgres.deletion-protection kept',
      'postgres.password-not-in-state kept',
      'postgres.logs kept',
      'postgres.maintenance-window kept',
      'postgres.maintenance-freeze kept',
      'postgres.parameters kept',
      'postgres.read-replicas idle',
    ]);
  });
});
