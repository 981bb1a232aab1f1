import type { NotebooksConfig } from '../../../services/notebooks';
import type { WorkbenchProps } from '../workbench-props';

type Bindings = WorkbenchProps['bindings'];

/** What the hub cannot be made without. */
type HubBindings = {
  readonly [N in 'notebooks' | 'notebooksDatabase' | 'signIn' | 'proxyToken' | 'cookieSecret']: NonNullable<
    Bindings[N]
  >;
};

/** Of a workbench with notebooks. */
export interface NotebooksProps extends Pick<WorkbenchProps, 'context'> {
  readonly config: NotebooksConfig;
  readonly bindings: Bindings & HubBindings;
}

/** The same, narrowed; `undefined` where notebooks are switched off. */
export function notebooksOf({ context, config, bindings }: WorkbenchProps): NotebooksProps | undefined {
  const { notebooks, notebooksDatabase, signIn, proxyToken, cookieSecret } = bindings;
  if (!config.notebooks || !notebooks || !notebooksDatabase || !signIn || !proxyToken || !cookieSecret)
    return undefined;
  return {
    context,
    config: config.notebooks,
    bindings: { ...bindings, notebooks, notebooksDatabase, signIn, proxyToken, cookieSecret },
  };
}
