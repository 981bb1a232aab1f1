import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { fleetObjects } from '../../delivery/pipelines/argo-fleet';
import { deliveryPipelines } from '../../delivery/pipelines/delivery-pipelines';
import type { PipelinePlatformName } from '../../delivery/pipelines/platform-names';
import { pipelinePlatforms } from '../../delivery/pipelines/platforms';
import { writePipelines } from '../../delivery/pipelines/written-pipelines';
import { drilled, promoted } from '../delivery/pipelines/delivered-environments';
import { hundredsOfSites } from '../delivery/pipelines/hundreds-of-sites';
import { session } from './session';
import { proof, toolPath } from './skips';
import { type CommandResult, runCommand } from './tools/command';

/** What GitHub fills in before a shell begins. */
const expression = (text: string): string => `\${{ ${text} }}`;

/** The pipelines of an environment with everything in it, as they are written into a repository. */
function repository(platform: PipelinePlatformName): string {
  const root = join(session().folder, 'pipelines', platform);
  mkdirSync(root, { recursive: true });
  const [staging, promotedTo] = promoted(platform);
  const environments = [
    staging,
    { ...drilled(platform), config: { ...drilled(platform).config, release: promotedTo.config.release } },
  ];
  const chosen = pipelinePlatforms[platform];
  writePipelines(root, platform, chosen.render(deliveryPipelines(environments, chosen), environments));
  return root;
}

const program = (name: string): string => toolPath(name) ?? name;

const said = ({ stdout, stderr }: CommandResult): string => `${stdout}${stderr}`;

proof('pipelines for GitHub', ['actionlint', 'check-jsonschema'], () => {
  const folder = (): string => join(repository('github'), '.github', 'workflows');
  const actionlint = (...files: string[]) => runCommand(program('actionlint'), ['-no-color', '-oneline', ...files]);

  it('are what actionlint and the published schema take', async () => {
    const files = readdirSync(folder()).map((name) => join(folder(), name));
    expect(files.length).toBeGreaterThan(4);
    const lint = await actionlint(...files);
    expect([lint.exitCode, said(lint)]).toEqual([0, '']);
    for (const schema of ['vendor.github-workflows', 'custom.github-workflows-require-timeout']) {
      const checked = await runCommand(program('check-jsonschema'), ['--builtin-schema', schema, ...files]);
      expect([checked.exitCode, said(checked)]).toEqual([0, expect.stringContaining('ok')]);
    }
  });

  it.each<[string, (text: string) => string, string]>([
    [
      'a title of a stranger in a script',
      (text) =>
        text.replace('run: npm ci --ignore-scripts', `run: echo "${expression('github.event.pull_request.title')}"`),
      'is potentially untrusted',
    ],
    ['a job that nothing makes', (text) => text.replace('- cost', '- price'), 'needs job "price" which does not exist'],
    [
      'a right that there is not',
      (text) => text.replace('id-token: write', 'id-tokens: write'),
      'unknown permission scope',
    ],
  ])('are refused with %s', async (name, change, message) => {
    const text = readFileSync(join(folder(), 'plan-prod.yml'), 'utf8');
    const broken = join(session().folder, `broken-${name.replaceAll(' ', '-')}.yml`);
    expect(change(text)).not.toBe(text);
    writeFileSync(broken, change(text));
    const lint = await actionlint(broken);
    expect([lint.exitCode, said(lint)]).toEqual([1, expect.stringContaining(message)]);
  });
});

proof('the pipeline for GitLab', ['check-jsonschema'], () => {
  const check = (file: string) =>
    runCommand(program('check-jsonschema'), [
      '--builtin-schema',
      'vendor.gitlab-ci',
      '--data-transform',
      'gitlab-ci',
      file,
    ]);

  it('is what the published schema takes', async () => {
    const checked = await check(join(repository('gitlab'), '.gitlab-ci.yml'));
    expect([checked.exitCode, said(checked)]).toEqual([0, expect.stringContaining('ok')]);
  });

  it('is refused with a token for nobody', async () => {
    const text = readFileSync(join(repository('gitlab'), '.gitlab-ci.yml'), 'utf8');
    const broken = join(session().folder, 'broken.gitlab-ci.yml');
    writeFileSync(broken, text.replaceAll('      aud: ', '      audience: '));
    expect((await check(broken)).exitCode).toBe(1);
  });

  it('has scripts that a shell reads as they are meant', async () => {
    const jobs = load(readFileSync(join(repository('gitlab'), '.gitlab-ci.yml'), 'utf8')) as Record<
      string,
      { readonly script?: readonly string[] }
    >;
    const scripts = Object.values(jobs).flatMap(({ script }) => (script ? [script.join('\n')] : []));
    expect(scripts.length).toBeGreaterThan(10);
    for (const script of scripts) expect((await runCommand('sh', ['-n'], { input: script })).exitCode).toBe(0);
    // Signs in without a runner: the file beside the token names it, and nobody else may read either.
    const google = scripts.find((script) => script.includes('external_account')) ?? '';
    const home = join(session().folder, 'gitlab-job');
    mkdirSync(home, { recursive: true });
    const lines = google.split('\n').filter((line) => /^(umask|mkdir|printf)/.test(line));
    const env = { PATH: process.env.PATH, CI_PROJECT_DIR: home, TOKEN_PROD_GOOGLE_EUROPE_WEST4: "a'b%s" };
    expect((await runCommand('sh', ['-ec', lines.join('\n')], { env })).exitCode).toBe(0);
    const folder = join(home, '.evenkeel', 'sign-in');
    const token = join(folder, 'prod-google-europe-west4.token');
    expect(readFileSync(token, 'utf8')).toBe("a'b%s");
    expect(JSON.parse(readFileSync(join(folder, 'prod-google-europe-west4.json'), 'utf8'))).toMatchObject({
      credential_source: { file: token },
    });
  });
});

/** Holds objects to the definitions of Argo Workflows; the package is for Node's own modules only. */
const validator = `
import { CronWorkflow, WorkflowTemplate } from '@kubernetes-models/argo-workflows/argoproj.io/v1alpha1';
const models = { CronWorkflow, WorkflowTemplate };
let text = '';
for await (const part of process.stdin) text += part;
let count = 0;
for (const object of JSON.parse(text)) {
  const Model = models[object.kind];
  if (!Model) continue;
  new Model(object).validate();
  count += 1;
}
process.stdout.write(String(count));
`;

proof('workflows for Argo', [], () => {
  const validate = (objects: readonly object[]) =>
    runCommand(process.execPath, ['--input-type=module', '-e', validator], {
      cwd: join(__dirname, '..', '..'),
      input: JSON.stringify(objects),
    });

  it('are what its definitions take', async () => {
    const folder = join(repository('argo-workflows'), 'pipelines', 'argo-workflows');
    const objects = readdirSync(folder).flatMap(
      (name) => loadAll(readFileSync(join(folder, name), 'utf8')) as object[],
    );
    const checked = await validate(objects);
    expect([checked.exitCode, checked.stderr]).toEqual([0, '']);
    expect(Number(checked.stdout)).toBeGreaterThan(5);
  });

  it('are what its definitions take for a fleet of 300 sites', async () => {
    const { run, graph } = hundredsOfSites(300);
    const checked = await validate(fleetObjects(run, graph));
    expect([checked.exitCode, checked.stderr]).toEqual([0, '']);
    expect(Number(checked.stdout)).toBeGreaterThan(300);
  });

  it('are refused with a task of another form', async () => {
    const { run, graph } = hundredsOfSites(3);
    const broken = JSON.parse(JSON.stringify(fleetObjects(run, graph)).replaceAll('"depends":"', '"depends":1,"x":"'));
    expect((await validate(broken)).exitCode).toBe(1);
  });
});
