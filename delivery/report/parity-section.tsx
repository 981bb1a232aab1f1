import { landmarks } from './anchors';
import { ParityAreaTable } from './parity-area';
import type { ParityMatrix } from './parity-matrix';
import { ParityOverview } from './parity-overview';

/** What "the same platform on every cloud" means here, promise by promise. */
export const ParitySection = ({ matrix }: { readonly matrix: ParityMatrix }) => (
  <section id={landmarks.parity} aria-labelledby="parity-title">
    <h2 id="parity-title">Parity</h2>
    <p class="facts">Every promise, looked up in the Terraform and the Kubernetes objects that were built.</p>
    <ParityOverview matrix={matrix} />
    {matrix.areas.map((area) => (
      <ParityAreaTable key={area.area} area={area} columns={matrix.columns} />
    ))}
  </section>
);
