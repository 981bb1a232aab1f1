import { peopleAct } from '../../environments/facts/recovery/path-steps';
import type { WaySummary } from '../recovery-summary';

/** In units of the drawing, which is as wide as a phone. */
const width = 360;
const row = { height: 44, bar: 14, barTop: 22 } as const;

const byPeople = new Set(peopleAct.map(({ title }) => title));

interface WayBarProps {
  readonly way: WaySummary;
  readonly top: number;
  /** Minutes of the whole width. */
  readonly span: number;
}

/** One service: its steps side by side, as long as they take, and a line where its promise ends. */
function WayBar({ way, top, span }: WayBarProps) {
  const { service, path, rtoMinutes, objective } = way;
  const scale = (minutes: number): number => Math.round((minutes / span) * width * 100) / 100;
  const starts = path.map((_step, index) => path.slice(0, index).reduce((sum, { minutes }) => sum + minutes, 0));
  const promise = Math.min(scale(objective.rtoMinutes), width - 1);
  return (
    <g>
      <text x="0" y={top + 16}>
        {service}
        <tspan class="minutes" dx="8">{`${rtoMinutes} of ${objective.rtoMinutes} min`}</tspan>
      </text>
      <rect class="room" x="0" y={top + row.barTop} width={promise} height={row.bar} />
      {path.map(({ title, minutes }, index) => (
        <rect
          key={title}
          class={`step ${byPeople.has(title) ? 'people' : 'machines'}`}
          x={scale(starts[index] ?? 0)}
          y={top + row.barTop}
          width={scale(minutes)}
          height={row.bar}
        />
      ))}
      <line class="promise" x1={promise} x2={promise} y1={top + row.barTop - 3} y2={top + row.barTop + row.bar + 3} />
    </g>
  );
}

interface RecoveryPathFigureProps {
  /** Prefix of the ids inside. */
  readonly id: string;
  readonly environment: string;
  readonly ways: readonly WaySummary[];
}

const Key = ({ kind }: { readonly kind: string }) => (
  <svg class="way-key" viewBox="0 0 12 12" aria-hidden="true">
    <rect class={kind} width="12" height="12" />
  </svg>
);

/** How long every service takes to answer again after the loss of its site. The table beside it says the same. */
export function RecoveryPathFigure({ id, environment, ways }: RecoveryPathFigureProps) {
  const span = Math.max(1, ...ways.flatMap(({ rtoMinutes, objective }) => [rtoMinutes, objective.rtoMinutes]));
  const words = ways.map(({ service, rtoMinutes, objective }) => `${service} ${rtoMinutes} of ${objective.rtoMinutes}`);
  return (
    <figure>
      <svg
        class="ways"
        role="img"
        aria-labelledby={`${id}-title ${id}-desc`}
        viewBox={`0 0 ${width} ${ways.length * row.height}`}
      >
        <title id={`${id}-title`}>{`Minutes until services of ${environment} answer again`}</title>
        <desc id={`${id}-desc`}>{`After the loss of the site, in minutes: ${words.join('; ')}.`}</desc>
        {ways.map((way, index) => (
          <WayBar key={way.service} way={way} top={index * row.height} span={span} />
        ))}
      </svg>
      <figcaption>
        <Key kind="people" /> people notice, decide and fence; <Key kind="machines" /> machines restore and start;{' '}
        <Key kind="promise" /> what is promised.
      </figcaption>
    </figure>
  );
}
