import type { CiPart } from '../../constructs/contracts/ci-sign-in';
import type { TrustedRun } from './platform';

type Words = Readonly<Record<string, unknown>>;

/** Where workflows run whose environments name no other place. */
export const defaultNamespace = 'evenkeel-delivery';

/** Account of what only looks at files: no cloud knows it. */
export const looker = 'evenkeel-check';

const pattern = /^system:serviceaccount:([a-z0-9-]{1,63}):([a-z0-9.-]{1,253})$/;

/** The account of the cluster that a trusted subject names; `undefined`: it names none. */
export function subjectOf({ trust }: TrustedRun, part: CiPart): { namespace: string; account: string } | undefined {
  const [, namespace, account] = pattern.exec(part === 'plan' ? trust.planSubject : trust.applySubject) ?? [];
  return namespace !== undefined && account !== undefined ? { namespace, account } : undefined;
}

export const argoNamespace = (run: TrustedRun): string => subjectOf(run, 'apply')?.namespace ?? defaultNamespace;

const uniqueBy = <T>(values: readonly T[], key: (value: T) => string): T[] => [
  ...new Map(values.map((value) => [key(value), value])).values(),
];

const placesOf = (runs: readonly TrustedRun[]) =>
  uniqueBy(
    [
      { namespace: defaultNamespace, account: looker },
      ...runs.flatMap((run) => [
        { namespace: argoNamespace(run), account: looker },
        ...(['plan', 'apply'] as const).flatMap((part) => subjectOf(run, part) ?? []),
      ]),
    ],
    ({ namespace, account }) => `${namespace}/${account}`,
  );

/** One account for each subject that clouds trust, and one that nobody does. */
export const accountsIn = (runs: readonly TrustedRun[]): Words[] =>
  placesOf(runs).map(({ namespace, account }) => ({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: account, namespace },
  }));

/** What a pod of a workflow must be allowed: to tell its result. Who deploys a fleet also starts the workflows of its sites. */
export function executorObjects(runs: readonly TrustedRun[]): Words[] {
  const places = placesOf(runs);
  const appliers = uniqueBy(
    runs.flatMap((run) => subjectOf(run, 'apply') ?? []),
    ({ namespace, account }) => `${namespace}/${account}`,
  );
  const role = (name: string, namespace: string, resources: string[], verbs: string[]): Words => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    metadata: { name, namespace },
    rules: [{ apiGroups: ['argoproj.io'], resources, verbs }],
  });
  const bound = (name: string, namespace: string, accounts: string[]): Words => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: accounts.map((account) => ({ kind: 'ServiceAccount', name: account, namespace })),
  });
  const namespaces = [...new Set(places.map(({ namespace }) => namespace))];
  return namespaces.flatMap((namespace) => {
    const starting = appliers.filter((one) => one.namespace === namespace).map(({ account }) => account);
    const here = places.filter((one) => one.namespace === namespace).map(({ account }) => account);
    return [
      role('evenkeel-tells-results', namespace, ['workflowtaskresults'], ['create', 'patch']),
      bound('evenkeel-tells-results', namespace, here),
      ...(starting.length > 0
        ? [
            role('evenkeel-starts-sites', namespace, ['workflows'], ['create', 'get', 'list', 'watch']),
            bound('evenkeel-starts-sites', namespace, starting),
          ]
        : []),
    ];
  });
}
