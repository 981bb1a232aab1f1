import { join } from 'node:path';
import { compare, figures } from '../compare';
import { runMeasured, runNode } from '../measured-process';
import type { MeasureResult } from '../result';
import type { Setting } from '../setting';
import { interleave } from '../statistics';

/** The app of `cdktf.json`, started in the ways TypeScript can be run. */
export async function measureAppStart(setting: Setting): Promise<MeasureResult> {
  const { repository } = setting;
  const options = () => ({
    cwd: repository,
    env: { EVENKEEL_ENVIRONMENTS: 'dev', CDKTF_OUTDIR: setting.folder('app') },
  });
  const source = join(repository, 'stacks', 'main.ts');
  const samples = await interleave(setting.rounds, {
    compiled: () => runNode([join(repository, 'lib', 'stacks', 'main.js')], options()),
    'compiled, with the compile check before it': () => runMeasured('npm', ['run', '--silent', 'app'], options()),
    tsx: () => runNode([join(repository, 'node_modules', 'tsx', 'dist', 'cli.mjs'), source], options()),
    'swc in the process': () =>
      runNode(['--require', join(__dirname, '..', 'programs', 'swc-register.js'), source], options()),
  });
  const others = (Object.keys(samples) as (keyof typeof samples)[]).filter((name) => name !== 'compiled');
  return {
    ratios: others.map((name) =>
      compare(`app start: ${name} / compiled`, figures.time, samples[name], samples.compiled),
    ),
    notes: ['the app synthesizes the stacks of one environment, dev'],
  };
}
