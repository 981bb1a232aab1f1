import type { EnvironmentBuild } from '../build';
import { anchors, landmarks } from './anchors';
import { counted, shown } from './phrases';
import { reportTotals, type Totals } from './totals';

/** Findings stand apart, as the verdict. */
const figures = [
  'environments',
  'sites',
  'clouds',
  'stacks',
  'resources',
  'objects',
] as const satisfies (keyof Totals)[];

const Verdict = ({ findings }: { readonly findings: number }) => (
  <p class={`verdict ${findings === 0 ? 'fine' : 'wrong'}`}>
    <a href={`#${landmarks.findings}`}>{findings === 0 ? 'No findings' : counted(findings, 'finding')}</a>
  </p>
);

const Contents = ({ builds }: Pick<PageHeaderProps, 'builds'>) => (
  <nav aria-label="Contents">
    <ul>
      <li>
        <a href={`#${landmarks.findings}`}>Findings</a>
      </li>
      {builds.map(({ name }) => (
        <li key={name}>
          <a href={`#${anchors.environment(name)}`}>{name}</a>
        </li>
      ))}
      <li>
        <a href={`#${landmarks.parity}`}>Parity</a>
      </li>
    </ul>
  </nav>
);

interface PageHeaderProps {
  readonly builds: readonly EnvironmentBuild[];
  readonly title: string;
}

/** Name of the report, its totals, and the ways into it. */
export function PageHeader({ builds, title }: PageHeaderProps) {
  const totals = reportTotals(builds);
  return (
    <header class="page-header">
      <div class="title-row">
        <h1>{title}</h1>
        {builds.length > 0 && <Verdict findings={totals.findings} />}
      </div>
      <dl class="totals">
        {figures.map((figure) => (
          <div key={figure}>
            <dt>{figure}</dt>
            <dd>{shown(totals[figure])}</dd>
          </div>
        ))}
      </dl>
      {builds.length > 0 && <Contents builds={builds} />}
    </header>
  );
}
