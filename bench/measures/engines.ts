import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compare, figures } from '../compare';
import { runMeasured, runNode, usageModule } from '../measured-process';
import type { PlanFidelity } from '../replay/make-plan';
import { atLeast, atMost, type MeasureResult } from '../result';
import type { Setting } from '../setting';
import { interleave } from '../statistics';

const program = (name: string): string => join(__dirname, '..', 'replay', `${name}.js`);

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

interface MadePlan {
  readonly path: string;
  readonly fidelity: PlanFidelity;
}

/** Builds the examples once and turns the result into a program over bare engines. */
async function planOfBuild({ evenkeel, folder }: Setting): Promise<MadePlan> {
  const dist = folder('build');
  const path = join(folder('plan'), 'plan.json');
  await evenkeel(['build', '--out', dist]);
  const { stdout } = await runNode([program('make-plan'), dist, path]);
  return { path, fidelity: JSON.parse(stdout) as PlanFidelity };
}

/** A full build of all examples against the engines alone: what does everything Evenkeel adds cost? */
export async function measureFloor(setting: Setting): Promise<MeasureResult> {
  const { path, fidelity } = await planOfBuild(setting);
  const samples = await interleave(setting.rounds, {
    build: () => setting.evenkeel(['build', '--out', setting.folder('dist')]),
    floor: () => runNode([program('floor'), path, setting.folder('floor')]),
  });
  const { build, floor } = samples;
  return {
    ratios: [
      compare('full build / engines’ floor, time', figures.time, build, floor, atMost(1.5)),
      compare('full build / engines’ floor, processor time', figures.processor, build, floor),
      compare('full build / engines’ floor, peak memory', figures.memory, build, floor),
    ],
    notes: [
      `${fidelity.stacks} stacks, ${fidelity.resources} resources, ${fidelity.objects} objects; the floor's elements equal the build's: ${percent(fidelity.equalFromConstructs)} from bindings alone, ${percent(fidelity.equalInAll)} in all`,
    ],
  };
}

const providers = ['aws', 'azurerm', 'google', 'helm', 'kubernetes'];

/** What the type check of a stock program has to read, however little the program itself says. */
const stockProgram = `${providers.map((name) => `import * as ${name} from '@cdktf/provider-${name}';`).join('\n')}
export { ${providers.join(', ')} };
`;

const stockCompiler = {
  compilerOptions: { strict: true, skipLibCheck: true, noEmit: true, module: 'commonjs', moduleResolution: 'bundler' },
  files: ['main.ts'],
};

/** The same against the way cdktf is used by default: index imports, stack traces, `cdktf synth`. */
export async function measureStock(setting: Setting): Promise<MeasureResult> {
  const { path } = await planOfBuild(setting);
  const modules = join(setting.repository, 'node_modules');
  const cdktf = join(modules, 'cdktf-cli', 'bundle', 'bin', 'cdktf.js');
  const compiler = [process.execPath, join(modules, 'typescript', 'bin', 'tsc')];
  const quoted = (words: readonly string[]): string => words.map((word) => `"${word}"`).join(' ');
  const app = quoted([process.execPath, '--require', usageModule, program('stock'), path]);
  const synth = (command: string) => async () => {
    const cwd = setting.folder('stock');
    const config = { language: 'typescript', app: command, sendCrashReports: 'false' };
    writeFileSync(join(cwd, 'cdktf.json'), JSON.stringify(config));
    writeFileSync(join(cwd, 'main.ts'), stockProgram);
    writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify(stockCompiler));
    symlinkSync(modules, join(cwd, 'node_modules'));
    const home = join(cwd, 'home');
    mkdirSync(home);
    return runMeasured(process.execPath, [cdktf, 'synth'], { cwd, env: { HOME: home, CDKTF_HOME: home } });
  };
  const samples = await interleave(Math.min(setting.rounds, 3), {
    build: () => setting.evenkeel(['build', '--out', setting.folder('dist')]),
    stock: synth(app),
    'stock with its type check': synth(`${quoted(compiler)} && ${app}`),
  });
  const { build, stock } = samples;
  return {
    ratios: [
      compare('stock cdktf / full build, time', figures.time, stock, build, atLeast(8)),
      compare(
        'stock cdktf with a type check / full build, time',
        figures.time,
        samples['stock with its type check'],
        build,
      ),
      compare('stock cdktf / full build, processor time of the app', figures.processor, stock, build),
      compare('stock cdktf / full build, peak memory', figures.memory, stock, build, atLeast(4)),
    ],
    notes: [
      "the stock app runs compiled; cdktf's own template checks the types of every program it runs, here done by TypeScript 7",
    ],
  };
}
