import type { EnvironmentBuild } from '../build';
import { anchors } from './anchors';
import { BillFigures, billFacts } from './cost/bill-figures';
import { counted, line } from './phrases';
import { RecoveryPlanSection } from './recovery-plan-section';
import { ReleaseDetails } from './release-details';
import { SitesTable } from './sites-table';
import { StackFigure } from './stack-figure';
import type { StackLayout } from './stack-layout';
import { environmentTotals } from './totals';

interface EnvironmentSectionProps {
  readonly build: EnvironmentBuild;
  readonly layout: StackLayout;
}

/** One environment: where it runs, how its stacks hang together, what is in the build. */
export function EnvironmentSection({ build, layout }: EnvironmentSectionProps) {
  const { name, file, supernet, sites, recovery, cost } = build;
  const { stacks, resources, objects } = environmentTotals(build);
  const id = anchors.environment(name);
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        <span class="kicker">Environment</span> {name}
      </h2>
      <p class="facts">
        <code>{file}</code> · addresses <code>{supernet}</code> ·{' '}
        {line(
          counted(sites.length, 'site'),
          counted(stacks, 'stack'),
          counted(resources, 'resource'),
          counted(objects, 'object'),
        )}
      </p>
      <h3>Sites</h3>
      <SitesTable build={build} />
      <h3>Stacks</h3>
      <StackFigure build={build} layout={layout} />
      {recovery && (
        <>
          <h3>Recovery</h3>
          <RecoveryPlanSection plan={recovery} />
        </>
      )}
      {cost && (
        <>
          <h3>Cost</h3>
          <p class="facts">{billFacts(cost)}</p>
          <BillFigures id={anchors.cost(name)} name={name} cost={cost} heading="h4" />
        </>
      )}
      <h3>Release</h3>
      {sites.map((site) => (
        <ReleaseDetails key={site.name} site={site} />
      ))}
    </section>
  );
}
