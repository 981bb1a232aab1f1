import type { Finding } from '../../../environments/model';
import type { CostExemption } from '../../../environments/schema/budget-schema';
import type { Breach } from './breach';

const subjectsShown = 3;

const covers = ({ limit, where }: CostExemption, { limit: broken, subject }: Breach): boolean =>
  limit === broken && subject.includes(where);

/** What breaks one limit in one way is told once a site, with the first of its subjects. */
function findingOf([first, ...others]: readonly [Breach, ...Breach[]], file: string): Finding {
  const { code, place, message, value, allowed, fix } = first;
  const subjects = [first, ...others].map(({ subject }) => subject).sort();
  const more = subjects.length - subjectsShown;
  const shown = `${subjects.slice(0, subjectsShown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return {
    code,
    file,
    place,
    message: `${shown}: ${message}`,
    ...(value === undefined ? {} : { value }),
    ...(allowed ? { allowed } : {}),
    fix,
  };
}

/** What nothing exempts, as findings of a site; `undefined` of the site: of the environment as a whole. */
export function breachFindings(
  breaches: readonly Breach[],
  exemptions: readonly CostExemption[],
  file: string,
  site: string | undefined,
): Finding[] {
  const groups = new Map<string, [Breach, ...Breach[]]>();
  for (const breach of breaches) {
    if (breach.site !== site || exemptions.some((exemption) => covers(exemption, breach))) continue;
    const key = [breach.code, breach.place, breach.message].join('\n');
    const group = groups.get(key);
    if (group) group.push(breach);
    else groups.set(key, [breach]);
  }
  return [...groups.values()].map((group) => findingOf(group, file));
}

/** Exemptions of a limit that nothing breaks there any more. */
export const idleExemptions = (
  breaches: readonly Breach[],
  exemptions: readonly CostExemption[],
  file: string,
): Finding[] =>
  exemptions.flatMap((exemption, index) =>
    breaches.some((breach) => covers(exemption, breach))
      ? []
      : [
          {
            code: 'COST_EXEMPTION' as const,
            file,
            place: `budget.exemptions[${index}]`,
            message: `nothing that it names breaks ${exemption.limit}`,
            value: exemption.where,
            fix: 'take it out, or name what it is for',
          },
        ],
  );
