import type { ParityStatus } from './parity-matrix';

/** Shapes differ as well as colours, so that neither print nor colour blindness loses a status. */
const shapes: Readonly<Record<ParityStatus, string>> = {
  kept: 'M3 8.5 6.5 12 13 4.5',
  idle: 'M8 8h.01',
  absent: 'M4 8h8',
  broken: 'M4 4l8 8M12 4l-8 8',
};

/** A status as a drawn mark and a word. */
export const StatusMark = ({ status }: { readonly status: ParityStatus }) => (
  <span class={`status ${status}`}>
    <svg class="mark" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      <path d={shapes[status]} />
    </svg>
    <span class="word">{status}</span>
  </span>
);
