import type { Strayed } from '../../delivery/promotion/gate';
import type { EnvironmentFacts } from '../../delivery/promotion/promotion-facts';
import type { ReadPromotion } from './read-promotion';

/** What is applied from a commit whose tree of the site is not the one that this commit holds. */
export async function strayed(
  { repository, head, options }: Pick<ReadPromotion, 'repository' | 'head' | 'options'>,
  environment: string,
  health: EnvironmentFacts | undefined,
  sites: readonly string[],
): Promise<Strayed[]> {
  const found: Strayed[] = [];
  for (const { name, site = sites[0] ?? '', commit } of health?.gitops ?? []) {
    if (commit === undefined) continue;
    const isKnown = await repository.has(commit);
    const tree = `${options.out}/${environment}/${site}`;
    const isSame = isKnown && (await repository.idAt(commit, tree)) === (await repository.idAt(head, tree));
    if (!isSame) found.push({ environment, name, site, commit, isKnown });
  }
  return found;
}
