import type { ComponentChildren } from 'preact';

interface DisclosureProps {
  readonly id?: string;
  readonly title: ComponentChildren;
  /** Short facts beside the title, seen while closed. */
  readonly facts?: string;
  readonly children: ComponentChildren;
}

/** Something that opens on demand; on paper it is open. */
export const Disclosure = ({ id, title, facts, children }: DisclosureProps) => (
  <details id={id}>
    <summary>
      <span class="summary-title">{title}</span>
      {facts && <span class="facts"> {facts}</span>}
    </summary>
    <div class="details-body">{children}</div>
  </details>
);
