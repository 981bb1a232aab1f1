import { counted, line } from './phrases';
import type { PlacedEdge, PlacedSite, PlacedStack, StackLayout } from './stack-layout';
import { cloudTitles } from './titles';

const corner = 6;
const titleOffset = { x: 16, y: 26 };

const Stack = ({ name, resources, box }: PlacedStack) => (
  <g class="stack">
    <rect x={box.x} y={box.y} width={box.width} height={box.height} rx={corner} />
    <text x={box.x + box.width / 2} y={box.y + 21} text-anchor="middle" class="stack-name">
      {name}
    </text>
    <text x={box.x + box.width / 2} y={box.y + 38} text-anchor="middle">
      {counted(resources, 'resource')}
    </text>
  </g>
);

const SiteCluster = ({ site, box, stacks }: PlacedSite) => (
  <g class="site">
    <rect x={box.x} y={box.y} width={box.width} height={box.height} rx={corner} />
    <text x={box.x + titleOffset.x} y={box.y + titleOffset.y}>
      <tspan class="site-name">{site.name}</tspan>
      <tspan dx="10">{line(cloudTitles[site.cloud].title, site.role)}</tspan>
    </text>
    {stacks.map((stack) => (
      <Stack key={stack.name} {...stack} />
    ))}
  </g>
);

function Edge({ curve: [start, ...rest], head }: PlacedEdge) {
  return (
    <g class="edge">
      <path d={`M${start?.join()} C${rest.map((point) => point.join()).join(' ')}`} />
      <polygon points={head.map((point) => point.join()).join(' ')} />
    </g>
  );
}

interface StackGraphProps {
  readonly layout: StackLayout;
  /** Prefix of the ids inside. */
  readonly id: string;
  readonly environment: string;
}

/** The stacks of every site of an environment, drawn; colours come from the style sheet. */
export function StackGraph({ layout: { width, height, sites, edges }, id, environment }: StackGraphProps) {
  const stacks = sites.flatMap((site) => site.stacks);
  return (
    <svg
      class="graph"
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
    >
      <title id={`${id}-title`}>{`Stacks of ${environment} and their dependencies`}</title>
      <desc id={`${id}-desc`}>
        {`${counted(sites.length, 'site')} with ${counted(stacks.length, 'stack')}. An arrow leads from a stack to one ` +
          'that is applied after it. The table below the drawing says the same in words.'}
      </desc>
      {sites.map((site) => (
        <SiteCluster key={site.site.name} {...site} />
      ))}
      {edges.map((edge) => (
        <Edge key={edge.curve.join()} {...edge} />
      ))}
    </svg>
  );
}
