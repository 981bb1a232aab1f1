import { cloudFacts } from '../facts';
import type { EnvironmentConfig } from '../schema/environment-schema';
import { type CloudSiteConfig, isCloudSite } from '../schema/site-schema';
import { accountOf } from './account';
import type { CloudSite } from './site';

/** A secret that a person typed in, as its owner states it. */
export interface StatedCredential {
  /** Seconds since 1970. */
  readonly changedAt: number;
  readonly owner: string;
}

/** How the generated passwords of a site age. */
export interface RotationPlan {
  /** What written passwords carry: another number has each of them made and written anew. 1: never rotated. */
  readonly passwordVersion: number;
  /** Seconds since 1970; `undefined`: never rotated, so no file knows how old they are. */
  readonly rotatedAt?: number;
  /** Older ones raise an alert. */
  readonly rotationDays: number;
  /** By `<service>-<need>`. */
  readonly credentials: Readonly<Record<string, StatedCredential>>;
}

const seconds = (moment: string): number => Date.parse(moment.length === 10 ? `${moment}T00:00Z` : moment) / 1000;

/** Minutes since 1970 are a version that rises with every later moment, and fits 32 bits until the year 6053. */
export const planRotation = ({
  secrets: { rotatedOn, rotationDays, credentials },
}: Pick<EnvironmentConfig, 'secrets'>): RotationPlan => ({
  passwordVersion: rotatedOn === undefined ? 1 : seconds(rotatedOn) / 60,
  ...(rotatedOn === undefined ? {} : { rotatedAt: seconds(rotatedOn) }),
  rotationDays,
  credentials: Object.fromEntries(
    Object.entries(credentials).map(([name, { changedOn, owner }]) => [name, { changedAt: seconds(changedOn), owner }]),
  ),
});

/** How long a deleted key or secret of a site can be brought back: as stated, or as its cloud does it. */
export function recoveryDays(
  { secrets, deletionProtection }: Pick<EnvironmentConfig, 'secrets' | 'deletionProtection'>,
  { cloud }: Pick<CloudSiteConfig, 'cloud'>,
): number {
  const { unlessStated } = cloudFacts[cloud].recoveryDays;
  return secrets.recoveryDays ?? (deletionProtection ? unlessStated.protectedSite : unlessStated.otherSite);
}

/** How the sites of an environment keep secrets in common: data of one is restored on another. `undefined`: a site is alone. */
export function sharesSecrets({ sites }: Pick<EnvironmentConfig, 'sites'>): CloudSite['sharesSecrets'] {
  const onClouds = sites.filter(isCloudSite);
  if (onClouds.length < 2) return undefined;
  const apart = onClouds.some((site) =>
    onClouds.some((other) => other.cloud === site.cloud && accountOf(other).id !== accountOf(site).id),
  );
  return apart ? 'sign-in-a-site' : 'one-sign-in';
}
