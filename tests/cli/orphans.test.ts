import { showDocument } from '../../cli/document';
import { orphansText } from '../../cli/orphans-text';
import type { Left } from '../../runbooks/orphans/judge-things';
import { RunbookFailure } from '../../runbooks/runbook-failure';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { Workspace } from './run-cli';

const workspace = new Workspace();
workspace.write({
  'environments/small.ts': `export default ${JSON.stringify(
    environmentInput({ name: 'small', sites: [siteInputs.aws] }),
  )};\n`,
});
afterAll(() => workspace.remove());

it('looks at nothing where the words are wrong', () => {
  const codes = [
    ['--site', 'nowhere'],
    ['--tree', 'nothing'],
  ].map((words) => {
    const { code, stderr } = workspace.run('orphans', 'small', ...words);
    return [code, stderr.split(' ')[0]];
  });
  expect(codes).toEqual([
    [2, 'UNKNOWN_SITE'],
    [2, 'TREE_MISSING'],
  ]);
});

const left = (id: string, more: Partial<Left>): Left => ({
  verdict: 'orphan',
  site: 'small-aws-eu-west-1',
  cloud: 'aws',
  account: '1',
  region: 'eu-west-1',
  id,
  type: 'ec2:volume',
  why: 'it has the tags of the site',
  monthly: 2.64,
  ...more,
});

it('shows orphans with what deletes them, and apart from them what is kept and until when', () => {
  const text = showDocument(
    orphansText({
      environment: 'small',
      left: [
        left('vol-1', { remove: 'aws ec2 delete-volume --volume-id vol-1' }),
        left('bucket', { type: 's3:bucket', monthly: null }),
        left('key', {
          verdict: 'kept',
          type: 'kms:key',
          keptBy: 'it waits for its deletion',
          until: '2026-12-01',
          monthly: 0,
        }),
        left('snapshot', {
          verdict: 'kept',
          keptBy: 'skip_final_snapshot is off',
          days: null,
          monthly: 9.5,
        }),
      ],
      monthlyTotal: 2.64,
      withoutState: ['small-aws-eu-west-1/cluster'],
      failures: [new RunbookFailure('COMMAND_FAILED', 'aws', 'no')],
    }),
    'markdown',
  );
  expect(text).toMatchInlineSnapshot(`
    "small: 2 orphans, 2.64 USD a month, and the price of 1 is not known  
    Without a state, so that all they made is looked for: small-aws-eu-west-1/cluster.  
    Could not be read: 1. The list is not whole.

    In no state, and kept by nobody:

    | what | where | id | why it is thought to belong | USD a month |
    | --- | --- | --- | --- | ---: |
    | ec2:volume | small-aws-eu-west-1<br>1 eu-west-1 | vol-1 | it has the tags of the site | 2.64 |
    | s3:bucket | small-aws-eu-west-1<br>1 eu-west-1 | bucket | it has the tags of the site | not known |

    What deletes them; nothing of it was run:  
    aws ec2 delete-volume --volume-id vol-1

    Kept on purpose:

    | what | where | id | kept by | until | USD a month |
    | --- | --- | --- | --- | --- | ---: |
    | kms:key | small-aws-eu-west-1<br>1 eu-west-1 | key | it waits for its deletion | 2026-12-01 | 0.00 |
    | ec2:volume | small-aws-eu-west-1<br>1 eu-west-1 | snapshot | skip\\_final\\_snapshot is off | somebody deletes it | 9.50 |"
  `);
});
