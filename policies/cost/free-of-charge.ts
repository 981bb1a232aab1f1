import type { BillLine } from './bill';
import type { PlacedLine } from './placed-line';
import type { FreeTier } from './prices/free-tiers';

const placeOf = ({ line: { site, stack, address, item, basis } }: PlacedLine): string =>
  [site, stack, address, item, basis].join(' ');

/** What one free tier takes off, dearest units first and never more than there is. */
function taken(
  lines: readonly PlacedLine[],
  { cloud, name, items, regions, quantity, usd, source, date }: FreeTier,
): BillLine[] {
  const own = lines
    .filter(
      (placed) =>
        placed.cloud === cloud &&
        items.includes(placed.line.item) &&
        placed.line.unitPrice > 0 &&
        (regions?.includes(placed.region) ?? true),
    )
    .sort((a, b) => b.line.unitPrice - a.line.unitPrice || (placeOf(a) < placeOf(b) ? -1 : 1));
  let left = usd ?? quantity ?? 0;
  return own.flatMap(({ line }): BillLine[] => {
    const { site, stack, address, unit, unitPrice, basis } = line;
    const worth = usd === undefined ? 1 : unitPrice;
    const free = Math.min(line.quantity, left / worth);
    left -= free * worth;
    if (free <= 0) return [];
    return [
      {
        site,
        stack,
        address,
        item: `free-tier/${name}`,
        quantity: free,
        unit,
        unitPrice: -unitPrice,
        monthly: -free * unitPrice,
        basis,
        source,
        asOf: date,
        confidence: line.confidence,
      },
    ];
  });
}

/** Lines below nothing for what clouds give without charge, each at the address of what it is given for. */
export const freeOfCharge = (lines: readonly PlacedLine[], tiers: readonly FreeTier[]): BillLine[] =>
  tiers.flatMap((tier) => taken(lines, tier));
