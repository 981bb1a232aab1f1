import { stackCommands } from '../../delivery/pipelines/argo-fleet';
import { deliveryPipelines } from '../../delivery/pipelines/delivery-pipelines';
import type { PipelineCommand } from '../../delivery/pipelines/pipeline';
import { pipelinePlatformNames } from '../../delivery/pipelines/platform-names';
import { pipelinePlatforms } from '../../delivery/pipelines/platforms';
import { drilled, promoted, trusts } from '../delivery/pipelines/delivered-environments';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { problemOf, theProgram } from './real-program';
import { Workspace } from './run-cli';

const ours = pipelinePlatformNames.flatMap((platform) =>
  [
    deliveryPipelines([drilled(platform)], pipelinePlatforms[platform]),
    deliveryPipelines(promoted(platform), pipelinePlatforms[platform]),
  ]
    .flat()
    .flatMap(({ jobs }) => jobs.flatMap(({ commands, proposes }) => [...commands, ...(proposes?.checks ?? [])]))
    .concat(stackCommands('prod', 'prod-aws-eu-west-1-network'))
    .filter(({ program }) => program === 'evenkeel'),
);

const wordsOf = ({ words }: PipelineCommand): string[] => words.map((word) => (typeof word === 'string' ? word : 'x'));

it('runs only commands that the command line has, with the options it has', async () => {
  const program = await theProgram();
  expect(ours.length).toBeGreaterThan(10);
  expect(ours.map((command) => problemOf(program, wordsOf(command))).filter(Boolean)).toEqual([]);
});

it('would notice one that it has not', async () => {
  const program = await theProgram();
  const broken = (...words: string[]) => problemOf(program, words);
  expect(broken('explode', 'prod')).toBe('there is no command explode');
  expect(broken('check', '--loudly')).toBe('check has no option --loudly');
  expect(broken('drill')).toBe('drill takes other arguments');
});

it('writes no rendered tree, where it goes by the graph of stacks, too', () => {
  const ci = trusts['argo-workflows'];
  const environment = environmentInput({ name: 'prod', sites: [siteInputs.aws], ci } as never);
  const workspace = new Workspace().write({
    'environments/prod.ts': `export default ${JSON.stringify(environment)};\n`,
  });
  const before = workspace.files();
  const missing = workspace.run('pipeline', 'argo-workflows', '--check', '--json');
  expect(missing).toMatchObject({ code: 1, stderr: '' });
  expect(workspace.files()).toEqual(before);
  const { code, stdout } = workspace.run('pipeline', 'argo-workflows', '--json');
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { findings: [] }]);
  const written = Object.keys(workspace.files()).filter((path) => !(path in before));
  expect(written.length).toBeGreaterThan(2);
  expect(written.filter((path) => !path.startsWith('pipelines/'))).toEqual([]);
  workspace.remove();
});
