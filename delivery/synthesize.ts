import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdktf';
import type { StackJson } from '../policies/site-output';
import { withoutCreationStacks } from '../stacks/without-creation-stacks';

interface Synthesized<Model> {
  readonly model: Model;
  /** What a stack of this id (`<site>-<stack>`) was synthesized to. */
  readonly textOf: (id: string) => string;
}

/**
 * Synthesizes stacks through cdktf's own App, so that `cdktf` and the rendered tree never differ.
 * @param idsOf every stack to be read back
 */
export async function synthesize<Model>(
  build: (app: App) => Promise<Model>,
  idsOf: (model: Model) => readonly string[],
): Promise<Synthesized<Model>> {
  const outdir = mkdtempSync(join(tmpdir(), 'evenkeel-'));
  try {
    const app = new App({ outdir, stackTraces: false, skipBackendValidation: true });
    const model = await withoutCreationStacks(async () => {
      const built = await build(app);
      app.synth();
      return built;
    });
    const texts = new Map(
      idsOf(model).map((id) => [id, readFileSync(join(outdir, 'stacks', id, 'cdk.tf.json'), 'utf8')]),
    );
    return { model, textOf: (id) => texts.get(id) ?? '' };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** How many resources a stack has. */
export const countResources = (stack: StackJson): number =>
  Object.values(stack.resource ?? {}).reduce((sum, byName) => sum + Object.keys(byName).length, 0);
