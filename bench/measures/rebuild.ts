import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { compare, figures } from '../compare';
import { copyProject } from '../project';
import { atMost, type MeasureResult } from '../result';
import type { Setting } from '../setting';
import { interleave } from '../statistics';

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
  const { cold, unchanged } = samples;
  const [alone, afterChange] = [samples['one alone'], samples['one changed']];
  return {
    ratios: [
      compare('unchanged rebuild / cold build, time', figures.time, unchanged, cold, atMost(0.05)),
      compare('unchanged rebuild / cold build, processor time', figures.processor, unchanged, cold),
      compare('one environment changed / cold build, time', figures.time, afterChange, cold),
      compare('one environment changed / that one alone, time', figures.time, afterChange, alone, atMost(1.15)),
    ],
    notes: [...cachedAfterChange],
  };
}
