import { type Assumed, type AssumptionName, assumptions } from '../assumptions';
import { type Bill, type BillLine, totalOf } from '../bill';
import type { PricedOutput } from '../estimate';
import type { Kept } from '../limits/kept';
import { keptByResource } from '../limits/kept-by-resource';
import { addressOf } from '../resource';
import { growthOf, growths } from './growth';

/** What everything costs after some months. */
export interface ForecastMonth {
  /** 0: today. */
  readonly month: number;
  readonly monthly: number;
  /** Of it, by what grows by itself. */
  readonly growing: Readonly<Record<string, number>>;
}

/** What a bill becomes as storage grows. What is built, how it is used and prices stay as they are. */
export interface Forecast {
  readonly months: readonly ForecastMonth[];
  /** What it may cost in a month; `null`: nobody says. */
  readonly budgetUsd: number | null;
  /** First month in which it costs more than it may; `null`: none of these. */
  readonly exceededIn: number | null;
}

const placeOf = (site: string, stack: string, address: string): string => `${site} ${stack} ${address}`;

/** @param months how far to look ahead */
export function forecastOf(
  { lines }: Pick<Bill, 'lines'>,
  output: Pick<PricedOutput, 'stacks'>,
  {
    months,
    assumed = {},
    budgetUsd = null,
  }: { readonly months: number; readonly assumed?: Assumed; readonly budgetUsd?: number | null },
): Forecast {
  const assume = (name: AssumptionName): number => assumed[name] ?? assumptions[name].value;
  const kept = new Map<string, Kept[]>();
  for (const { resource, kept: one } of keptByResource(output)) {
    const place = placeOf(resource.site, resource.stack, addressOf(resource));
    kept.set(place, [...(kept.get(place) ?? []), one]);
  }
  const keptBy = ({ site, stack, address }: BillLine) => {
    const own = kept.get(placeOf(site, stack, address)) ?? [];
    return (limit: Kept['limit']): Kept | undefined => own.find((one) => one.limit === limit);
  };
  const growing = lines.flatMap((line) => {
    const growth = growthOf(line);
    return growth ? [{ line, growth, kept: keptBy(line) }] : [];
  });
  const steady = totalOf(lines.filter((line) => !growthOf(line)));
  const told = Array.from({ length: months + 1 }, (_, month): ForecastMonth => {
    const grown = growths.map(({ what }) => {
      const own = growing.filter(({ growth }) => growth.what === what);
      const monthly = own.reduce(
        (sum, { line, growth, kept: ofLine }) => sum + line.monthly * growth.factor({ month, assume, kept: ofLine }),
        0,
      );
      return [what, monthly] as const;
    });
    const monthly = grown.reduce((sum, [, money]) => sum + money, steady);
    return { month, monthly, growing: Object.fromEntries(grown) };
  });
  const exceeded = budgetUsd === null ? undefined : told.find(({ monthly }) => monthly > budgetUsd);
  return { months: told, budgetUsd, exceededIn: exceeded?.month ?? null };
}
