import type { Comparison } from '../../../policies/cost/comparison';
import { money } from '../../../policies/cost/money';
import { change } from '../phrases';
import { placeTitle } from '../titles';
import { Drawing, Key, rounded } from './drawing';

type Variant = Comparison['variants'][number];

const row = { height: 54, bar: 22, barTop: 22 } as const;

interface VariantBarProps {
  readonly variant: Variant;
  /** Money of the environment as it stands. */
  readonly base: number | null;
  readonly top: number;
  readonly width: number;
  /** Money of the whole width. */
  readonly span: number;
}

/** What differs from the environment as it stands, in words; nothing of itself. */
const against = ({ monthlyTotal }: Pick<Variant, 'monthlyTotal'>, base: number | null): string =>
  monthlyTotal === null || base === null || monthlyTotal === base ? '' : change(monthlyTotal - base);

const VariantBar = ({ variant, base, top, width, span }: VariantBarProps) => {
  const { name, monthlyTotal, fixed, usage } = variant;
  const scale = (usd: number): number => (Math.max(0, usd) / span) * width;
  return (
    <g>
      <text class="title" x="0" y={top + 15}>
        {placeTitle(name)}
        <tspan class="note" dx="8">
          {against(variant, base)}
        </tspan>
      </text>
      <text class="total" x={width} y={top + 15} text-anchor="end">
        {monthlyTotal === null ? 'cannot be built' : money(monthlyTotal)}
      </text>
      <rect class="fixed" x="0" y={top + row.barTop} width={rounded(scale(fixed ?? 0))} height={row.bar} />
      <rect
        class="usage"
        x={rounded(scale(fixed ?? 0))}
        y={top + row.barTop}
        width={rounded(scale(usage ?? 0))}
        height={row.bar}
      />
    </g>
  );
};

interface ComparisonFigureProps {
  readonly id: string;
  readonly name: string;
  readonly comparison: Comparison;
}

/** The same platform in several places as bars from zero, one scale for all. The table below says the same. */
export function ComparisonFigure({ id, name, comparison: { variants } }: ComparisonFigureProps) {
  const base = variants[0]?.monthlyTotal ?? null;
  const span = Math.max(1e-9, ...variants.map(({ monthlyTotal }) => monthlyTotal ?? 0));
  const words = variants.map(
    (variant) =>
      `${placeTitle(variant.name)}: ${variant.monthlyTotal === null ? 'cannot be built' : `${money(variant.monthlyTotal)} USD`}`,
  );
  return (
    <figure>
      <Drawing
        id={id}
        title={`What ${name} costs on each cloud alone, and as it stands`}
        description={`A month: ${words.join('; ')}.`}
        sizes={['medium', 'narrow']}
        draw={(width) => ({
          height: variants.length * row.height,
          children: (
            <g class="bars">
              {variants.map((variant, index) => (
                <VariantBar
                  key={variant.name}
                  variant={variant}
                  base={base}
                  top={index * row.height}
                  width={width}
                  span={span}
                />
              ))}
            </g>
          ),
        })}
      />
      <figcaption>
        USD a month. <Key kind="fixed" /> fixed; <Key kind="usage" /> usage. Beside a name: how much more or less than
        as it stands.
      </figcaption>
    </figure>
  );
}
