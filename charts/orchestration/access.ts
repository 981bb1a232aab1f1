import type { Construct } from 'constructs';
import { type RoleRules, roleAccess, serviceAccount } from '../../constructs/kubernetes/role-access';
import { namespace, serviceName } from './airflow';
import type { OrchestrationProps } from './orchestration-props';

/** Accounts of this chart, which no cloud knows; those with an identity are made by the `platform` stack. */
export const accounts = { scheduler: `${serviceName}-scheduler`, podCleanUp: `${serviceName}-pod-clean-up` } as const;

interface Access {
  readonly name: string;
  readonly account: string;
  /** Whether this chart makes the account. */
  readonly own: boolean;
  readonly rules: RoleRules;
}

const core = [''];

/** Who may do what with pods, in this namespace alone. */
const accessOf = ({ bindings }: OrchestrationProps): Access[] => [
  {
    name: accounts.scheduler,
    account: accounts.scheduler,
    own: true,
    rules: [
      { apiGroups: core, resources: ['pods'], verbs: ['create', 'delete', 'get', 'list', 'patch', 'watch'] },
      { apiGroups: core, resources: ['pods/log'], verbs: ['get'] },
    ],
  },
  {
    name: accounts.podCleanUp,
    account: accounts.podCleanUp,
    own: true,
    rules: [{ apiGroups: core, resources: ['pods'], verbs: ['delete', 'list'] }],
  },
  {
    // The page of a running task shows what its pod writes.
    name: `${serviceName}-log-reader`,
    account: bindings.identity.serviceAccountName,
    own: false,
    rules: [
      { apiGroups: core, resources: ['pods'], verbs: ['get', 'list'] },
      { apiGroups: core, resources: ['pods/log'], verbs: ['get'] },
    ],
  },
];

export function addAccess(scope: Construct, props: OrchestrationProps): void {
  for (const { name, account, own, rules } of accessOf(props)) {
    if (own) serviceAccount(scope, { name: account, namespace });
    roleAccess(scope, { name, namespace, rules, accounts: [{ name: account }] });
  }
}
