import { bucketOf, bucketSyncs, clusterStateTenants } from '../../constructs/contracts';
import { type CloudSite, isSitePublicCloud } from '../../environments/model';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import { environmentInput } from '../fixtures/environment';

const sites = resolveEnvironment(
  environmentInput({ recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 720 } }),
).sites.filter(isSitePublicCloud);
const [primary, ...standbys] = sites as [CloudSite, ...CloudSite[]];

it('finds the bucket of every copy that recovery asks for', () => {
  for (const copy of primary.recovery?.copies ?? []) {
    if (copy.mechanism.startsWith('bucket.')) expect(bucketOf(primary, copy).name).toBe(copy.need);
  }
});

it('carries backups of the cluster to every standby, and follows what Velero lets go of in spite of the lock', () => {
  for (const standby of standbys) {
    const [backups] = bucketSyncs({ ...standby, deletionProtection: true }).filter(
      ({ service }) => service === 'velero',
    );
    expect(backups).toMatchObject({ need: 'backups', from: { name: primary.name }, locked: false });
  }
  expect(clusterStateTenants({ ...primary, deletionProtection: true })[0]?.needs.backups).toHaveProperty('lock');
});
