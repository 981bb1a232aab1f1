import { join } from 'node:path';
import { runMeasured, runNode } from '../measured-process';
import type { MeasureResult } from '../result';
import type { Setting } from '../setting';
import { interleave, median } from '../statistics';

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
  const seconds = (name: keyof typeof samples): number => median(samples[name].map((sample) => sample.seconds));
  const others = (Object.keys(samples) as (keyof typeof samples)[]).filter((name) => name !== 'compiled');
  return {
    ratios: others.map((name) => ({
      measure: `app start: ${name} / compiled`,
      of: `${seconds(name).toFixed(2)} s / ${seconds('compiled').toFixed(2)} s`,
      ratio: seconds(name) / seconds('compiled'),
    })),
    notes: ['the app synthesizes the stacks of one environment, dev'],
  };
}
