import type { Finding, Site } from '../environments/model';
import { standbyCapacity } from '../policies/recovery/standby-capacity';
import { type BuiltSite, standbyDrift } from '../policies/recovery/standby-drift';

/** What one of the sites that were built together lacks to take over from the primary; nothing where that was not built. */
export function standbyFindings(built: readonly BuiltSite[], { name, role }: Site): readonly Finding[] {
  const primary = built.find(({ site }) => site.role === 'primary');
  const standby = built.find(({ site }) => site.name === name);
  if (role !== 'standby' || !primary || !standby) return [];
  // Between two waves of a promotion they have different versions on purpose.
  const isBetweenWaves = primary.site.awaitsRelease !== standby.site.awaitsRelease;
  const drift = standbyDrift(primary, standby).filter(({ code }) => !isBetweenWaves || code !== 'STANDBY_VERSION');
  return [...drift, ...standbyCapacity(primary, standby)];
}
