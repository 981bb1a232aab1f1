import { join } from 'node:path';
import { compare, figures } from '../compare';
import { runNode } from '../measured-process';
import type { PlanFidelity } from '../replay/make-plan';
import { atLeast, atMost, type MeasureResult } from '../result';
import type { Setting } from '../setting';
import { interleave } from '../statistics';
import { makeStockProject } from '../stock-project';

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

/** The same against the way cdktf is used by default: a project of its own template, run by `cdktf synth`. */
export async function measureStock(setting: Setting): Promise<MeasureResult> {
  const { path } = await planOfBuild(setting);
  const project = makeStockProject(setting.repository, path);
  try {
    const samples = await interleave(Math.min(setting.rounds, 3), {
      build: () => setting.evenkeel(['build', '--out', setting.folder('dist')]),
      stock: () => project.synth(),
      unchecked: () => project.synth({ TS_NODE_TRANSPILE_ONLY: 'true' }),
    });
    const { build, stock, unchecked } = samples;
    return {
      ratios: [
        compare('stock cdktf / full build, time', figures.time, stock, build, atLeast(8)),
        compare('stock cdktf / full build, processor time', figures.processor, stock, build),
        compare('stock cdktf / full build, peak memory', figures.memory, stock, build, atLeast(4)),
        compare('stock cdktf without its type check / full build, time', figures.time, unchecked, build),
        compare('stock cdktf without its type check / full build, peak memory', figures.memory, unchecked, build),
      ],
      notes: ["stock cdktf is its TypeScript template: `npx ts-node main.ts` with the template's tsconfig.json"],
    };
  } finally {
    project.remove();
  }
}
