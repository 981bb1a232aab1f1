import { load } from 'js-yaml';
import { deliveryPipelines } from '../../../delivery/pipelines/delivery-pipelines';
import { gitlab } from '../../../delivery/pipelines/gitlab';
import { drilled } from './delivered-environments';

interface Job {
  readonly id_tokens?: Readonly<Record<string, { readonly aud: string }>>;
  readonly rules: readonly { readonly if: string; readonly when?: string }[];
  readonly script: readonly string[];
  readonly resource_group?: string;
}

const text = gitlab.render(deliveryPipelines([drilled('gitlab')], gitlab), [drilled('gitlab')])['.gitlab-ci.yml'] ?? '';
const jobs = Object.entries(load(text) as Record<string, Job>).filter(([name]) => name.includes(':'));

it('gives no token to a merge request: nobody knows its subject beforehand', () => {
  for (const [, { rules, id_tokens }] of jobs) {
    if (rules.some((rule) => rule.if.includes('merge_request_event'))) expect(id_tokens).toBeUndefined();
  }
});

it('asks for each token with the audience of its cloud', () => {
  const audiences = new Set(jobs.flatMap(([, { id_tokens = {} }]) => Object.values(id_tokens).map(({ aud }) => aud)));
  expect([...audiences].map((one) => one.replace(/\/projects\/.*/, '')).sort()).toEqual([
    'api://AzureADTokenExchange',
    'https://iam.googleapis.com',
    'sts.amazonaws.com',
  ]);
});

it('keeps tokens in files of the job, out of what is printed and out of words of commands', () => {
  for (const [, { id_tokens = {}, script }] of jobs) {
    for (const name of Object.keys(id_tokens)) {
      const lines = script.filter((line) => line.includes(`$${name}`));
      expect(lines).toEqual([expect.stringMatching(/^printf '%s' "\$TOKEN_\w+" > "\$CI_PROJECT_DIR\/.*\.token"$/)]);
      expect(script[0]).toBe('umask 077');
    }
  }
});

it('waits for a person before anything is changed', () => {
  const approve = jobs.find(([name]) => name === 'deploy-prod:approve')?.[1];
  expect(approve?.rules.map(({ when }) => when)).toEqual(['manual', 'manual']);
});

it('never works on an environment twice at once', () => {
  const groups = jobs.filter(([name]) => /:(deploy|verify)-/.test(name)).map(([, job]) => job.resource_group);
  expect(new Set(groups)).toEqual(new Set(['evenkeel-prod']));
});

it('says which schedules the project must have', () =>
  expect(text.split('\n').filter((line) => line.startsWith('#   '))).toMatchInlineSnapshot(`
    [
      "#   17 3 * * *  EVENKEEL_PIPELINE=drift-prod",
      "#   41 5 1 * *  EVENKEEL_PIPELINE=drill-prod-cluster-loss",
      "#   41 5 * * 1  EVENKEEL_PIPELINE=drill-prod-bucket-copy",
    ]
  `));
