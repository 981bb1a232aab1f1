import type { ComponentChildren } from 'preact';
import { landmarks } from '../anchors';
import { htmlDocument } from '../html-document';

interface CostPageProps {
  readonly title: string;
  readonly facts: string;
  readonly children: ComponentChildren;
}

const CostPage = ({ title, facts, children }: CostPageProps) => (
  <main id={landmarks.main}>
    <h1>{title}</h1>
    <p class="facts">{facts}</p>
    {children}
  </main>
);

/** A page of its own about money, in the look of the report. */
export const costPage = (props: CostPageProps): string => htmlDocument(props.title, <CostPage {...props} />);
