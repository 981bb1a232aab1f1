import type { CostSummary } from '../../../policies/cost/cost-summary';
import { money } from '../../../policies/cost/money';
import { share } from '../phrases';
import { type Box, layoutBill, type PlacedGroup, type PlacedSite } from './bill-layout';
import { Drawing, type DrawingSize, Key, rounded } from './drawing';

/** Of all areas together: taller where it is narrow, so that there is room for words. */
const heights: Readonly<Record<DrawingSize, number>> = { wide: 560, medium: 600, narrow: 860 };

const rect = ({ x, y, width, height }: Box) => ({
  x: rounded(x),
  y: rounded(y),
  width: rounded(width),
  height: rounded(height),
});

const Group = ({ group, box, labels, items }: PlacedGroup) => (
  <g>
    {items.map(({ item, box: own, label }) => (
      <g key={`${item.name} ${item.basis}`}>
        <rect class={item.basis ?? 'mixed'} {...rect(own)}>
          <title>{`${group.name}, ${item.name}${item.basis ? `, ${item.basis}` : ''}: ${money(item.monthly)} USD`}</title>
        </rect>
        {label && (
          <text class="item" x={rounded(label.x)} y={rounded(label.y)}>
            {label.text}
          </text>
        )}
      </g>
    ))}
    <rect class="group" {...rect(box)} />
    {labels.map(({ text, x, y }, index) => (
      <text key={text} class={index === 0 ? 'name' : 'sum'} x={rounded(x)} y={rounded(y)}>
        {text}
      </text>
    ))}
  </g>
);

const Site = ({
  placed: { site, title, box, groups },
  total,
}: {
  readonly placed: PlacedSite;
  readonly total: number;
}) => (
  <g>
    <text class="title" x={title.x} y={rounded(title.y)}>
      {title.text}
    </text>
    <text class="total" x={box.width} y={rounded(title.y)} text-anchor="end">
      {`${money(site.monthly)} · ${share(site.monthly, total)}`}
    </text>
    {groups.map((group) => (
      <Group key={group.group.name} {...group} />
    ))}
  </g>
);

interface TreemapFigureProps {
  readonly id: string;
  readonly name: string;
  readonly cost: CostSummary;
}

/** The bill as areas: what is larger costs more. The tables below say the same in numbers. */
export const TreemapFigure = ({ id, name, cost: { sites, monthlyTotal } }: TreemapFigureProps) => (
  <figure>
    <Drawing
      id={id}
      title={`The bill of ${name} by site, service and item`}
      description={`${sites
        .map(
          ({ name: site, monthly, groups: [first] }) =>
            `${site}: ${money(monthly)} USD a month${first ? `, most of it ${first.name}, ${money(first.monthly)}` : ''}`,
        )
        .join('; ')}. Areas are in proportion to money; the tables say the same in numbers.`}
      sizes={['wide', 'medium', 'narrow']}
      draw={(width, size) => {
        const layout = layoutBill(sites, { width, height: heights[size] });
        return {
          height: layout.height,
          children: (
            <g class="treemap">
              {layout.sites.map((placed) => (
                <Site key={placed.site.name} placed={placed} total={monthlyTotal} />
              ))}
            </g>
          ),
        };
      }}
    />
    <figcaption>
      USD a month, areas in proportion. <Key kind="fixed" /> fixed: there whether it is used or not;{' '}
      <Key kind="usage" /> usage: by an assumption; <Key kind="mixed" /> several together. Frames are services, or what
      services share.
    </figcaption>
  </figure>
);
