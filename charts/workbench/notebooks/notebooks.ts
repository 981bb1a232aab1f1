import type { Construct } from 'constructs';
import type { WorkbenchProps } from '../workbench-props';
import { addAccess } from './access';
import { addHub } from './hub';
import { notebooksOf } from './notebooks-props';
import { addProxy } from './proxy';
import { addServersPolicy } from './servers-policy';

/** JupyterHub, where notebooks are switched on. */
export function addNotebooks(scope: Construct, props: WorkbenchProps): void {
  const notebooks = notebooksOf(props);
  if (!notebooks) return;
  addAccess(scope);
  addHub(scope, notebooks);
  addProxy(scope, notebooks);
  addServersPolicy(scope, notebooks);
}
