import type { CostSummary, SummarySite } from '../../../policies/cost/cost-summary';
import { money } from '../../../policies/cost/money';
import { type RecoveryPart, recoveryParts } from '../../../policies/cost/recovery-part';
import { type Column, DataTable } from '../data-table';
import { line, share } from '../phrases';
import { Drawing, Key, rounded } from './drawing';
import { textWidth } from './fitted-text';

export const partTitles: Readonly<Record<RecoveryPart, string>> = {
  serving: 'Serves',
  standby: 'Stands by',
  backup: 'Backups',
  copy: 'Copies',
  vault: 'Vaults',
  link: 'Links',
};

const row = { height: 54, bar: 22, barTop: 22 } as const;
const labelSize = 12;

/** What a site is there for, in words. */
const purpose = ({ role, tier }: Pick<SummarySite, 'role' | 'tier'>): string => line(role ?? '', tier ?? '');

/** Those parts that something is paid for. */
const partsIn = (sites: readonly SummarySite[]): RecoveryPart[] =>
  recoveryParts.filter((part) => sites.some(({ parts }) => parts[part] > 0));

interface SiteBarProps {
  readonly site: SummarySite;
  readonly top: number;
  readonly width: number;
  /** Money of the whole width. */
  readonly span: number;
}

/** One site: its parts side by side, in one order. A part is named where there is room. */
function SiteBar({ site, top, width, span }: SiteBarProps) {
  const scale = (usd: number): number => (Math.max(0, usd) / span) * width;
  const starts = recoveryParts.map((_part, index) =>
    scale(recoveryParts.slice(0, index).reduce((sum, part) => sum + Math.max(0, site.parts[part]), 0)),
  );
  const told = `${site.name}  ${purpose(site)}`;
  const sum = money(site.monthly);
  const roomForAll = textWidth(told, labelSize + 1) + textWidth(sum, labelSize + 1) < width;
  return (
    <g>
      <text class="title" x="0" y={top + 15}>
        {site.name}
        {roomForAll && (
          <tspan class="purpose" dx="8">
            {purpose(site)}
          </tspan>
        )}
      </text>
      <text class="total" x={width} y={top + 15} text-anchor="end">
        {sum}
      </text>
      {recoveryParts.map((part, index) => {
        const [x, length] = [starts[index] ?? 0, scale(site.parts[part])];
        const fits = textWidth(partTitles[part], labelSize) + 12 <= length;
        return length === 0 ? null : (
          <g key={part}>
            <rect class={part} x={rounded(x)} y={top + row.barTop} width={rounded(length)} height={row.bar} />
            {fits && (
              <text class={`on-${part}`} x={rounded(x + 6)} y={top + row.barTop + 15}>
                {partTitles[part]}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

const columns = (parts: readonly RecoveryPart[]): readonly [Column<SummarySite>, ...Column<SummarySite>[]] => [
  { title: 'Site', cell: ({ name }) => name },
  { title: 'Tier', cell: purpose },
  ...parts.map((part) => ({
    title: partTitles[part],
    numeric: true,
    cell: ({ parts: own }: SummarySite) => (own[part] === 0 ? '' : money(own[part])),
  })),
  { title: 'USD a month', numeric: true, cell: ({ monthly }) => money(monthly) },
];

interface RecoveryCostFigureProps {
  readonly id: string;
  readonly name: string;
  readonly cost: CostSummary;
}

/** What serves, and what is paid for only for the day of a loss: by site, with the tier that it is kept at. */
export function RecoveryCostFigure({ id, name, cost: { sites, monthlyTotal } }: RecoveryCostFigureProps) {
  const span = Math.max(1e-9, ...sites.map(({ monthly }) => monthly));
  const parts = partsIn(sites);
  const sumOf = (part: RecoveryPart): number => sites.reduce((sum, site) => sum + site.parts[part], 0);
  const waits = monthlyTotal - sumOf('serving');
  return (
    <>
      <p>
        {money(sumOf('serving'))} USD a month serve; {money(waits)} ({share(waits, monthlyTotal)}) are there for the day
        on which something is lost.
      </p>
      <figure>
        <Drawing
          id={id}
          title={`What of the bill of ${name} serves, and what waits for a loss`}
          description={`${sites
            .map(
              (site) =>
                `${site.name}, ${purpose(site) || 'of no stated role'}: ${parts
                  .filter((part) => site.parts[part] > 0)
                  .map((part) => `${partTitles[part].toLowerCase()} ${money(site.parts[part])}`)
                  .join(', ')}`,
            )
            .join('; ')}.`}
          sizes={['medium', 'narrow']}
          draw={(width) => ({
            height: sites.length * row.height,
            children: (
              <g class="parts">
                {sites.map((site, index) => (
                  <SiteBar key={site.name} site={site} top={index * row.height} width={width} span={span} />
                ))}
              </g>
            ),
          })}
        />
        <figcaption>
          {parts.map((part) => (
            <span key={part} class="key">
              <Key kind={part} /> {partTitles[part].toLowerCase()}
            </span>
          ))}
        </figcaption>
      </figure>
      <DataTable
        caption={`What each site of ${name} is paid for, USD a month`}
        columns={columns(parts)}
        rows={sites}
        keyOf={(site) => site.name}
        foot={
          sites.length > 1 ? ['Total', '', ...parts.map((part) => money(sumOf(part))), money(monthlyTotal)] : undefined
        }
      />
    </>
  );
}
