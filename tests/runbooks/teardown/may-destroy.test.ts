import { onlyStacks, type StackGraph } from '../../../delivery/stack-graph';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../../environments/schema';
import { destroyFindings } from '../../../runbooks/teardown/may-destroy';
import { environmentInput, siteInputs } from '../../fixtures/environment';

const whole: StackGraph = {
  environment: 'test',
  stacks: [
    { name: 'a-network', site: 'a', kind: 'network', after: [], folder: '' },
    { name: 'a-data', site: 'a', kind: 'data', after: ['a-network'], folder: '' },
    { name: 'test-edge', kind: 'edge', after: ['a-data'], folder: '' },
  ],
};

const codes = (input: Partial<EnvironmentInput>, more: Partial<Parameters<typeof destroyFindings>[0]> = {}) =>
  destroyFindings({
    environment: resolveEnvironment(
      environmentInput({ sites: [siteInputs.aws], deletionProtection: false, ...input }),
      'environments/test.ts',
    ),
    file: 'environments/test.ts',
    whole,
    chosen: whole,
    backedUp: true,
    ...more,
  }).map(({ code, place }) => `${code} ${place}`);

it('lets an unprotected environment go whose backup was named', () => {
  expect(codes({})).toEqual([]);
});

it('lets a protected one stand', () => {
  expect(codes({ deletionProtection: true })).toEqual(['DESTROY_PROTECTED deletionProtection']);
});

it('asks for a backup of what was meant to stay, and not of what has a last day', () => {
  expect(codes({}, { backedUp: false })).toEqual(['DESTROY_BACKUP --backup']);
  expect(codes({ expires: '2026-12-01' }, { backedUp: false })).toEqual([]);
});

it('takes nothing away from under what stays', () => {
  const chosen = onlyStacks(whole, ({ site }) => site === 'a');
  expect(codes({}, { chosen })).toEqual(['DESTROY_NEEDED test-edge']);
});

it('has nothing to do where no cloud is', () => {
  const name = 'test-local';
  const chosen: StackGraph = {
    environment: 'test',
    stacks: [{ name: `${name}-gitops`, site: name, kind: 'gitops', after: [], folder: '' }],
  };
  const [local] = resolveEnvironment(environmentInput({ sites: [{ cloud: 'local' }] })).sites;
  const stacks = chosen.stacks.map((stack) => ({ ...stack, site: local?.name ?? '' }));
  expect(
    codes({ sites: [{ cloud: 'local' }] }, { whole: { ...chosen, stacks }, chosen: { ...chosen, stacks } }),
  ).toEqual(['DESTROY_LOCAL sites']);
});

it('names all that is wrong at once', () => {
  expect(codes({ deletionProtection: true }, { backedUp: false })).toHaveLength(2);
});
