import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyProject } from '../project';
import { atMost, type MeasureResult } from '../result';
import type { Setting } from '../setting';
import { interleave, median } from '../statistics';

interface Printed {
  readonly environments: readonly { readonly name: string; readonly cached: boolean }[];
}

const changed = 'dev';

/** Building again what has not changed, and after a change of one environment. */
export async function measureRebuild(setting: Setting): Promise<MeasureResult> {
  const { folder: cwd, edit } = copyProject(setting.repository, setting.folder('project'));
  const build = (...args: string[]) => setting.evenkeel(['build', ...args], { cwd });
  const clear = (): void => rmSync(join(cwd, 'dist'), { recursive: true, force: true });
  let round = 0;
  const cachedAfterChange = new Set<string>();
  const samples = await interleave(setting.rounds, {
    'one alone': async () => {
      clear();
      return build(changed);
    },
    cold: async () => {
      clear();
      return build();
    },
    unchanged: () => build(),
    'one changed': async () => {
      round += 1;
      edit(changed, (text) => text.replace(/owner: '[^']*'/, `owner: 'team-${round}'`));
      const sample = await build('--json');
      const { environments } = JSON.parse(sample.stdout) as Printed;
      const rebuilt = environments.filter(({ cached }) => !cached).map(({ name }) => name);
      cachedAfterChange.add(`rebuilt after a change of ${changed}: ${rebuilt.join(', ')} of ${environments.length}`);
      return sample;
    },
  });
  const seconds = (name: keyof typeof samples): number => median(samples[name].map((sample) => sample.seconds));
  const ratio = (measure: string, over: keyof typeof samples, under: keyof typeof samples) => ({
    measure,
    of: `${seconds(over).toFixed(3)} s / ${seconds(under).toFixed(3)} s`,
    ratio: seconds(over) / seconds(under),
  });
  return {
    ratios: [
      { ...ratio('unchanged rebuild / cold build', 'unchanged', 'cold'), target: atMost(0.05) },
      ratio('one environment changed / cold build', 'one changed', 'cold'),
      ratio('one environment changed / that one alone', 'one changed', 'one alone'),
    ],
    notes: [...cachedAfterChange],
  };
}
