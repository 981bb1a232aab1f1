import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { humanAccess } from '../../../constructs/kubernetes/human-roles';

const guide = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'guides', 'access.md'), 'utf8');

/** `patch apps/deployments`; Kubernetes' first group has no name. */
const rights = humanAccess.operator.flatMap(({ apiGroups, resources, verbs }) =>
  apiGroups.flatMap((group) =>
    resources.flatMap((resource) => verbs.map((verb) => `${verb} ${group ? `${group}/` : ''}${resource}`)),
  ),
);

test('the guide lists the rights that operators have besides looking, each and no other', () => {
  const changes = rights.filter((right) => !/^(get|list|watch) /.test(right));
  const [, table = ''] = guide.split(/\| right +\| for +\|/);
  const [rows = ''] = table.split('\n\n');
  const told = [...rows.matchAll(/`([a-z]+ [a-z./]+)`/g)].map(([, right]) => right);
  expect(told.sort()).toEqual(changes.sort());
});
