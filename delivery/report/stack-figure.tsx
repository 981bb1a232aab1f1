import type { EnvironmentBuild } from '../build';
import { anchors } from './anchors';
import { Disclosure } from './disclosure';
import { counted } from './phrases';
import { StackGraph } from './stack-graph';
import type { StackLayout } from './stack-layout';
import { StackTable } from './stack-table';
import { environmentTotals } from './totals';

interface StackFigureProps {
  readonly build: EnvironmentBuild;
  readonly layout: StackLayout;
}

/** The stacks of an environment as a drawing with a box of its own to scroll in, and as a table. */
export function StackFigure({ build, layout }: StackFigureProps) {
  const { name, sites, stacks } = build;
  const id = anchors.stacks(name);
  return (
    <>
      <figure>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
        <section class="scroll" aria-label={`Drawing of the stacks of ${name}`} tabIndex={0}>
          <StackGraph id={id} layout={layout} environment={name} />
        </section>
        <figcaption>
          One box a site; arrows lead from a stack to what is applied after it.
          {stacks.length > 0 ? ' Stacks of the whole environment stand in the table only.' : ''}
        </figcaption>
      </figure>
      <Disclosure title="As a table" facts={counted(environmentTotals(build).stacks, 'stack')}>
        <StackTable environment={name} sites={sites} stacks={stacks} />
      </Disclosure>
    </>
  );
}
