import type { BillDifference, ViewChange } from '../../../policies/cost/difference';
import { money } from '../../../policies/cost/money';
import { change } from '../phrases';
import { Drawing, Key, rounded } from './drawing';
import { textWidth } from './fitted-text';
import { type Waterfall, type WaterfallStep, waterfallOf } from './waterfall';

const row = { height: 46, bar: 18, barTop: 20 } as const;

const amountOf = ({ kind, from, to }: WaterfallStep): string => (kind === 'total' ? money(to) : change(to - from));

interface StepBarProps {
  readonly step: WaterfallStep;
  readonly top: number;
  readonly width: number;
  readonly scale: (usd: number) => number;
  /** Whether another bar follows, to which a line leads. */
  readonly leads: boolean;
}

/** A name that is cut where its number begins. */
const named = (name: string, room: number): string => {
  const letters = Math.floor(room / textWidth('x', 13, 'strong'));
  return name.length <= letters ? name : `${name.slice(0, Math.max(1, letters - 1))}…`;
};

function StepBar({ step, top, width, scale, leads }: StepBarProps) {
  const { name, kind, from, to } = step;
  const [start, end] = [scale(Math.min(from, to)), scale(Math.max(from, to))];
  const amount = amountOf(step);
  const foot = top + row.barTop + row.bar;
  return (
    <g>
      <text class={kind === 'total' ? 'title' : undefined} x="0" y={top + 14}>
        {named(name, width - textWidth(amount, 13) - 12)}
      </text>
      <text class="total" x={width} y={top + 14} text-anchor="end">
        {amount}
      </text>
      <rect
        class={kind === 'total' ? 'fixed' : kind}
        x={rounded(start)}
        y={top + row.barTop}
        width={rounded(Math.max(1, end - start))}
        height={row.bar}
      />
      {leads && (
        <line class="step" x1={rounded(scale(to))} x2={rounded(scale(to))} y1={foot} y2={foot + row.height - row.bar} />
      )}
    </g>
  );
}

const scaleWords = ({ origin }: Waterfall): string =>
  origin === 0 ? 'Bars begin at zero.' : `The scale begins at ${money(origin)} USD, so that changes can be seen.`;

interface WaterfallFigureProps {
  readonly id: string;
  readonly name: string;
  readonly difference: BillDifference;
  readonly view: ViewChange;
}

/** From the sum before to the sum after: what is added, then what goes. The table below says the same. */
export function WaterfallFigure({ id, name, difference, view }: WaterfallFigureProps) {
  const waterfall = waterfallOf(difference, view);
  const { steps, origin, end } = waterfall;
  return (
    <figure>
      <Drawing
        id={id}
        title={`How the bill of ${name} changes, by ${view.by}`}
        description={`USD a month: ${steps.map((step) => `${step.name} ${amountOf(step)}`).join('; ')}. ${scaleWords(waterfall)}`}
        sizes={['medium', 'narrow']}
        draw={(width) => {
          const scale = (usd: number): number =>
            Math.max(0, Math.min(1, (usd - origin) / Math.max(1e-9, end - origin))) * width;
          return {
            height: steps.length * row.height,
            children: (
              <g class="bars">
                {steps.map((step, index) => (
                  <StepBar
                    key={`${index} ${step.name}`}
                    step={step}
                    top={index * row.height}
                    width={width}
                    scale={scale}
                    leads={index < steps.length - 1}
                  />
                ))}
              </g>
            ),
          };
        }}
      />
      <figcaption>
        USD a month. <Key kind="fixed" /> the whole bill; <Key kind="more" /> more; <Key kind="less" /> less.{' '}
        {scaleWords(waterfall)}
      </figcaption>
    </figure>
  );
}
