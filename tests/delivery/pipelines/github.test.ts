import { load } from 'js-yaml';
import { deliveryPipelines } from '../../../delivery/pipelines/delivery-pipelines';
import { github } from '../../../delivery/pipelines/github';
import { unsafeWorkflow } from '../../../delivery/pipelines/unsafe-workflow';
import { drilled } from './delivered-environments';

interface Job {
  readonly if?: string;
  readonly environment?: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: Record<string, string> }[];
}
interface Workflow {
  readonly permissions: object;
  readonly concurrency: { readonly group: string; readonly 'cancel-in-progress': boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

/** What GitHub fills in before a shell begins. */
const expression = (text: string): string => `\${{ ${text} }}`;

const files = github.render(deliveryPipelines([drilled('github')], github), [drilled('github')]);
const workflow = (name: string): Workflow => load(files[`.github/workflows/${name}.yml`] ?? '') as Workflow;
const jobs = Object.keys(files).flatMap((path) => Object.values((load(files[path] ?? '') as Workflow).jobs));

it('gives no right to a whole workflow, and each job what it needs', () => {
  for (const path of Object.keys(files)) expect((load(files[path] ?? '') as Workflow).permissions).toEqual({});
  const rights = [...new Set(jobs.map(({ permissions }) => JSON.stringify(permissions)))].sort();
  expect(rights).toEqual([
    '{"contents":"read","id-token":"write"}',
    '{"contents":"read"}',
    '{"pull-requests":"write"}',
  ]);
});

it('names every action by a commit, with its release beside', () => {
  const uses = Object.values(files).flatMap((text) => text.split('\n').filter((line) => line.includes('uses: ')));
  expect(uses.length).toBeGreaterThan(50);
  for (const line of uses) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
});

it('signs in to each cloud by its own action, as the identity that the state stack makes', () => {
  const signIns = Object.values(workflow('deploy-prod').jobs).flatMap(({ steps }) =>
    steps.flatMap(({ uses, with: inputs }) => (inputs && /credentials|auth|login/.test(uses ?? '') ? [inputs] : [])),
  );
  expect(signIns.map((inputs) => Object.keys(inputs).sort().join(' '))).toEqual(
    expect.arrayContaining([
      'aws-region role-session-name role-to-assume',
      'project_id service_account workload_identity_provider',
      'client-id subscription-id tenant-id',
    ]),
  );
  expect(JSON.stringify(signIns)).not.toMatch(/secret|key|password/i);
});

it('gives forks no identity and nothing to say', () => {
  const { cost, ...others } = workflow('plan-prod').jobs;
  expect(cost?.permissions).toEqual({ contents: 'read' });
  for (const job of Object.values(others)) {
    expect(job.if).toContain('github.event.pull_request.head.repo.full_name == github.repository');
  }
});

it('lets GitHub ask before each site: the identity is had in the environment of the approvers only', () => {
  const environments = Object.entries(workflow('deploy-prod').jobs).map(([id, { environment }]) => [
    id.split('-')[0],
    environment,
  ]);
  expect(new Set(environments.map(String))).toEqual(new Set(['deploy,prod', 'verify,prod-plan']));
});

it('cuts no deploy short, and looks every night at what is deployed', () => {
  expect(workflow('deploy-prod').concurrency).toEqual({ group: 'evenkeel-prod', 'cancel-in-progress': false });
  for (const { steps } of Object.values(workflow('drift-prod').jobs))
    expect(steps[0]?.with).toMatchObject({ ref: 'prod' });
});

it('renders nothing that its own check would find', () => {
  for (const [path, text] of Object.entries(files)) expect(unsafeWorkflow(text, path)).toEqual([]);
});

describe('the check of workflows that may sign in', () => {
  const path = '.github/workflows/plan-prod.yml';
  const broken = (change: (text: string) => string) => {
    const text = change(files[path] ?? '');
    expect(text).not.toBe(files[path]);
    return unsafeWorkflow(text, path).map(({ place, message }) => `${place}: ${message}`);
  };

  it.each<[string, (text: string) => string, string]>([
    [
      'an action by its tag',
      (text) => text.replace(/(actions\/checkout)@\S+/, '$1@v5'),
      'the action can become another one',
    ],
    [
      'a short commit',
      (text) => text.replace(/(actions\/checkout@.{7})\S+/, '$1'),
      'the action can become another one',
    ],
    ['a right to write', (text) => text.replace('contents: read', 'contents: write'), 'it may write what it need not'],
    ['every right', (text) => text.replace('permissions: {}', 'permissions: write-all'), 'every job may write it'],
    [
      'a comment beside a token',
      (text) => text.replace('pull-requests: write', 'pull-requests: write\n      id-token: write'),
      'it may write what it need not',
    ],
    [
      'a title in a script',
      (text) => text.replace('npm ci --ignore-scripts', `echo "${expression('github.event.pull_request.title')}"`),
      'text of a stranger becomes part of a script',
    ],
    [
      'the name of a branch in a script',
      (text) => text.replace('npm ci --ignore-scripts', `echo ${expression('github.head_ref')}`),
      'text of a stranger becomes part of a script',
    ],
    [
      'changes of strangers with rights',
      (text) => text.replace('pull_request:', 'pull_request_target:'),
      'a change of a stranger runs with the rights of the repository',
    ],
  ])('finds %s', (_, change, message) => expect(broken(change)).toEqual([expect.stringContaining(message)]));

  it('leaves workflows alone that may sign in nowhere', () =>
    expect(unsafeWorkflow('on: push\njobs: { a: { steps: [{ uses: a/b@v1 }] } }', 'x.yml')).toEqual([]));
});
