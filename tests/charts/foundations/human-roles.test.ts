import { type AccessRule, clusterRoleName, humanAccess, openGroups } from '../../../constructs/kubernetes/human-roles';
import { humanRoles } from '../../../environments/model/people';
import { manifests, places, renderLocal, renderManaged, the } from '../site-rendering';

const managed = renderManaged();
const local = renderLocal();

const changes = (rules: readonly AccessRule[]): string[] =>
  rules
    .flatMap(({ apiGroups, resources, verbs }) =>
      apiGroups.flatMap((group) =>
        resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group}/${resource}`)),
      ),
    )
    .filter((right) => !/^(get|list|watch) /.test(right))
    .sort();

test('the same roles on every site, bound to the groups that its people come as', () => {
  const roles = (rendered: typeof managed): string[] =>
    places(rendered).filter((place) => /ClusterRole(Binding)?\/evenkeel-(viewer|operator|break-glass)$/.test(place));
  expect(roles(managed).map((place) => place.replace('k8s/10-foundations/', ''))).toEqual([
    'ClusterRole/evenkeel-operator',
    'ClusterRole/evenkeel-viewer',
    'ClusterRoleBinding/evenkeel-operator',
    'ClusterRoleBinding/evenkeel-viewer',
  ]);
  expect(the(managed, 'ClusterRoleBinding', 'evenkeel-viewer').subjects).toEqual([
    { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'viewers' },
  ]);
  for (const role of ['viewer', 'operator'] as const) {
    const name = clusterRoleName(role);
    expect(the(local, 'ClusterRole', name).rules).toEqual(the(managed, 'ClusterRole', name).rules);
  }
});

test('where there is no cloud to come from, a group of the cluster breaks the glass', () =>
  expect(the(local, 'ClusterRoleBinding', 'evenkeel-break-glass').subjects).toEqual([
    { apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'evenkeel:break-glass' },
  ]));

test('viewers change nothing', () => expect(changes(humanAccess.viewer)).toEqual([]));

test('operators restart, scale, forward ports, promote and pause', () =>
  expect(changes(humanAccess.operator)).toEqual([
    'create /pods/eviction',
    'create /pods/portforward',
    'delete /pods',
    'delete batch/jobs',
    'patch /nodes',
    'patch apps/daemonsets',
    'patch apps/deployments',
    'patch apps/deployments/scale',
    'patch apps/statefulsets',
    'patch apps/statefulsets/scale',
    'patch argoproj.io/rollouts',
    'patch argoproj.io/rollouts/scale',
    'patch argoproj.io/rollouts/status',
    'patch batch/cronjobs',
    'update apps/deployments/scale',
    'update apps/statefulsets/scale',
    'update argoproj.io/rollouts',
    'update argoproj.io/rollouts/scale',
    'update argoproj.io/rollouts/status',
  ]));

test.each(['viewer', 'operator'] as const)('a %s neither reads a Secret nor gets into a container', (role) => {
  const core = humanAccess[role].filter(({ apiGroups }) => apiGroups.includes(''));
  const resources = core.flatMap((rule) => rule.resources);
  for (const resource of ['*', 'secrets', 'pods/exec', 'pods/attach', 'pods/ephemeralcontainers', 'pods/proxy']) {
    expect(resources).not.toContain(resource);
  }
  expect(humanAccess[role].flatMap(({ apiGroups }) => apiGroups)).not.toContain('*');
});

test('every kind that a site renders can be looked at, but Secrets', () => {
  const groups = new Set(
    [...managed, ...local].map(({ manifest: { apiVersion } }) =>
      apiVersion.includes('/') ? apiVersion.replace(/\/.*$/, '') : '',
    ),
  );
  const unseen = [...groups].filter((group) => group !== '' && !(openGroups as readonly string[]).includes(group));
  expect(unseen).toEqual([]);
});

test('no role is given to a person by name', () => {
  const subjects = manifests(managed)
    .filter(({ kind, metadata }) => kind === 'ClusterRoleBinding' && metadata.name.startsWith('evenkeel-'))
    .flatMap((binding) => binding.subjects as { kind: string }[]);
  expect(new Set(subjects.map(({ kind }) => kind))).toEqual(new Set(['Group']));
  expect(humanRoles).toEqual(['viewer', 'operator', 'break-glass']);
});
