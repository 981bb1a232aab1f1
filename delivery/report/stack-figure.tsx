import type { EnvironmentBuild } from '../build';
import { anchors } from './anchors';
import { Disclosure } from './disclosure';
import { counted } from './phrases';
import { StackGraph } from './stack-graph';
import type { StackLayout } from './stack-layout';
import { StackTable } from './stack-table';
import { siteTotals } from './totals';

interface StackFigureProps {
  readonly build: EnvironmentBuild;
  readonly layout: StackLayout;
}

/** The stacks of an environment as a drawing with a box of its own to scroll in, and as a table. */
export function StackFigure({ build: { name, sites }, layout }: StackFigureProps) {
  const id = anchors.stacks(name);
  return (
    <>
      <figure>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
        <section class="scroll" aria-label={`Drawing of the stacks of ${name}`} tabIndex={0}>
          <StackGraph id={id} layout={layout} environment={name} />
        </section>
        <figcaption>One box a site; arrows lead from a stack to what is applied after it.</figcaption>
      </figure>
      <Disclosure title="As a table" facts={counted(siteTotals(sites).stacks, 'stack')}>
        <StackTable sites={sites} />
      </Disclosure>
    </>
  );
}
