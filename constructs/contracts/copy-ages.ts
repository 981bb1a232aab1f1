import type { Site, StoreCopy } from '../../environments/model';
import type { Unmeasured } from './store-levels';

/** Mechanisms whose copies a cloud makes itself, so that nothing in a cluster knows how old they are. */
export type CloudCopyMechanism = 'postgres.cross-region-replica' | 'bucket.replication';

/** PromQL of the age of copies in seconds, by `<service>-<need>`; or why there is none. */
export type CopyAges = Readonly<Record<string, string | Unmeasured>>;

/** Copies that a site takes and its cloud makes. */
export const takenByCloud = (site: Site): (StoreCopy & { readonly mechanism: CloudCopyMechanism })[] =>
  (site.recovery?.copies ?? []).flatMap((copy) =>
    copy.to.name === site.name && isByCloud(copy.mechanism) ? [{ ...copy, mechanism: copy.mechanism }] : [],
  );

const isByCloud = (mechanism: string): mechanism is CloudCopyMechanism =>
  mechanism === 'postgres.cross-region-replica' || mechanism === 'bucket.replication';

/** The ages of all copies that a site takes from its own cloud, as that cloud says each. */
export const copyAgesBy = (
  site: Site,
  ageOf: { readonly [M in CloudCopyMechanism]: (copy: StoreCopy) => string | Unmeasured },
): CopyAges =>
  Object.fromEntries(
    takenByCloud(site).map((copy) => [`${copy.service}-${copy.need}`, ageOf[copy.mechanism](copy)] as const),
  );
