import type { Forecast } from '../../policies/cost/forecast/forecast';
import { money } from '../../policies/cost/money';
import type { DocumentPart } from '../document';

function verdict({ months, budgetUsd, exceededIn }: Forecast): string {
  const last = months.length - 1;
  if (budgetUsd === null) return `As storage grows, over ${last} months; no budget is stated.`;
  const budget = `the budget of ${money(budgetUsd)} USD a month`;
  if (exceededIn === 0) return `As storage grows, over ${last} months; ${budget} is exceeded today.`;
  return exceededIn === null
    ? `As storage grows, over ${last} months; ${budget} holds.`
    : `As storage grows, over ${last} months; ${budget} is exceeded in month ${exceededIn}.`;
}

/** A forecast for people: the whole bill and what of it grows, month by month. Nothing where nobody asks for one. */
export function forecastText(forecast: Forecast | undefined): DocumentPart[] {
  if (!forecast) return [];
  const { months } = forecast;
  const what = Object.keys(months[0]?.growing ?? {}).filter((name) => months.some(({ growing }) => growing[name]));
  return [
    verdict(forecast),
    {
      head: ['month', ...what, 'USD a month'],
      numbers: [0, ...what.map((_, index) => index + 1), what.length + 1],
      rows: months.map(({ month, monthly, growing }) => [
        month === 0 ? 'today' : `${month}`,
        ...what.map((name) => money(growing[name] ?? 0)),
        money(monthly),
      ]),
    },
  ];
}
