import type { Finding } from '../../../environments/model';
import type { CostExemption } from '../../../environments/schema/budget-schema';

/** The same day of the next year. */
const yearAfter = (day: string): string => `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;

/**
 * Exemptions that hold no longer on a day, or would for more than a year. A build has no clock: whoever has one asks, also of
 * a build that was made before.
 */
export const endedExemptions = (exemptions: readonly CostExemption[], file: string, today: string): Finding[] =>
  exemptions.flatMap(({ limit, where, owner, reason, until }, index): Finding[] => {
    const finding = {
      code: 'COST_EXEMPTION' as const,
      file,
      place: `budget.exemptions[${index}].until`,
      value: until,
    };
    if (until < today) {
      return [
        {
          ...finding,
          message: `${where} was exempted from ${limit} until then (${owner}: ${reason})`,
          fix: `keep to ${limit} there and take the exemption out, or have ${owner} decide anew`,
        },
      ];
    }
    return until > yearAfter(today)
      ? [
          {
            ...finding,
            message: `${where} would be exempted from ${limit} for more than a year`,
            allowed: [`until ${yearAfter(today)}`],
            fix: 'state a sooner day: then it is decided anew',
          },
        ]
      : [];
  });
