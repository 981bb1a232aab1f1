/** A site as waves see it. */
export interface WaveSite {
  readonly name: string;
  readonly role: 'primary' | 'standby';
}

/**
 * The order in which sites get a release: as the environment says, or all standbys together, then one primary after the
 * other. What breaks then breaks where nobody works.
 * @param stated see `promotion.waves`
 */
export function promotionWaves(
  sites: readonly WaveSite[],
  stated?: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  if (stated) return stated;
  const named = (role: WaveSite['role']): string[] =>
    sites.filter((site) => site.role === role).map(({ name }) => name);
  const standbys = named('standby');
  return [...(standbys.length > 0 ? [standbys] : []), ...named('primary').map((name) => [name])];
}
