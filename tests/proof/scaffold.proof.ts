import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { session } from './session';
import { proof } from './skips';
import { type CommandResult, lastWords, runCommand } from './tools/command';

const checkout = join(__dirname, '..', '..');
const INSTALL = ['install', '--prefer-offline', '--no-audit', '--no-fund'];

/** One construct of the package in a cdktf program that knows nothing else of it. */
const CDKTF_PROGRAM = `import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { App, TerraformStack } from 'cdktf';
import { GoogleNetwork } from 'evenkeel/constructs/google';
import { resolveEnvironment } from 'evenkeel/environments';
import dev from './environments/dev';

const site = resolveEnvironment(dev).sites.find((each) => each.cloud === 'google');
if (site?.cloud !== 'google') throw new Error('no Google site');
const app = new App({ outdir: 'cdktf-program' });
const stack = new TerraformStack(app, 'own');
new GoogleProvider(stack, 'google', { project: 'own-project' });
new GoogleNetwork(stack, 'network', { site });
app.synth();
`;

/** One chart of the package in a cdk8s program that knows nothing else of it. */
const CDK8S_PROGRAM = `import { App, Chart } from 'cdk8s';
import { chartContext, TrackingChart } from 'evenkeel/charts';
import { resolveEnvironment } from 'evenkeel/environments';
import local from './environments/local';

const [site] = resolveEnvironment(local).sites;
const config = site?.services.tracking;
if (site === undefined || config === undefined) throw new Error('no tracking service');
const app = new App({ outdir: 'cdk8s-program' });
const people = { viewer: [], operator: [], 'break-glass': [] };
const kubernetes = { privateLoadBalancerAnnotations: {}, apiServerCidrs: [], nodeCidrs: [], people };
new TrackingChart(new Chart(app, 'own'), 'mlflow', {
  context: chartContext(site, kubernetes),
  config,
  bindings: {
    database: { secretName: 'own-database', sslMode: 'require', egress: [] },
    artifacts: {
      name: 'own-files',
      uri: 's3://own-files',
      env: {},
      hadoop: { uri: 's3a://own-files', settings: {}, jars: [] },
      egress: [],
    },
    identity: { serviceAccountName: 'own-account', podLabels: {}, egress: [] },
    passphrase: { secretName: 'own-passphrase' },
    web: { name: 'mlflow', host: 'mlflow.example.com', url: 'https://mlflow.example.com', callers: [] },
  },
});
app.synth();
`;

/** Settings of the programs: those of the scaffold, but with output. */
const PROGRAMS_TSCONFIG = {
  extends: './tsconfig.json',
  compilerOptions: { noEmit: false, outDir: 'programs', esModuleInterop: true, rootDir: '.' },
  include: ['*.ts'],
};

proof('the package, as a team uses it', [], () => {
  const folder = join(session().folder, 'scaffold');
  const team = join(folder, 'team');

  const run = async (cwd: string, command: string, ...commandArguments: string[]): Promise<CommandResult> => {
    const result = await runCommand(command, commandArguments, { cwd, timeoutMs: 15 * 60_000 });
    if (result.exitCode !== 0) throw new Error(`${command} ${commandArguments.join(' ')}: ${lastWords(result, 40)}`);
    return result;
  };
  const text = (...path: string[]) => readFileSync(join(team, ...path), 'utf8');

  beforeAll(() => mkdirSync(folder, { recursive: true }));

  it('is packed, installed and makes a repository', async () => {
    await run(checkout, 'npm', 'pack', '--pack-destination', folder);
    const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    if (tarball === undefined) throw new Error('npm pack made no tarball');
    const starter = join(folder, 'starter');
    mkdirSync(starter);
    await run(starter, 'npm', 'init', '-y');
    await run(starter, 'npm', ...INSTALL, join(folder, tarball));
    await run(starter, 'npx', '--no-install', 'evenkeel', 'init', team);
    await run(team, 'npm', ...INSTALL, join(folder, tarball));
    expect(readdirSync(team)).toEqual(expect.arrayContaining(['environments', 'package.json', 'tsconfig.json']));
  });

  it('builds the environments it came with', async () => {
    await run(team, 'npm', 'start');
    expect(readdirSync(join(team, 'dist'))).toEqual(expect.arrayContaining(['dev', 'local', 'report']));
  });

  it('builds an edited environment, and only what was edited changes', async () => {
    const before = text('dist', 'local', 'local', 'release.json');
    const path = join(team, 'environments', 'dev.ts');
    const environment = readFileSync(path, 'utf8');
    const edited = environment.replace("organisation: 'acme'", "organisation: 'initech'");
    expect(edited).not.toBe(environment);
    writeFileSync(path, edited);
    await run(team, 'npx', '--no-install', 'evenkeel', 'build');
    const site = readdirSync(join(team, 'dist', 'dev')).find((name) => name.includes('aws')) ?? '';
    expect(text('dist', 'dev', site, 'infra', 'state', 'cdk.tf.json')).toContain('initech');
    expect(text('dist', 'local', 'local', 'release.json')).toBe(before);
  });

  it('gives single constructs and charts, with types, to plain programs', async () => {
    writeFileSync(join(team, 'cdktf-program.ts'), CDKTF_PROGRAM);
    writeFileSync(join(team, 'cdk8s-program.ts'), CDK8S_PROGRAM);
    writeFileSync(join(team, 'tsconfig.programs.json'), JSON.stringify(PROGRAMS_TSCONFIG));
    await run(team, join(checkout, 'node_modules', '.bin', 'tsc'), '-p', 'tsconfig.programs.json');
    await run(team, process.execPath, join('programs', 'cdktf-program.js'));
    expect(text('cdktf-program', 'stacks', 'own', 'cdk.tf.json')).toContain('google_compute_network');
    await run(team, process.execPath, join('programs', 'cdk8s-program.js'));
    const manifests = readdirSync(join(team, 'cdk8s-program')).map((name) => text('cdk8s-program', name));
    expect(manifests.join('\n')).toContain('name: own-database');
  });
});
