import type { Blueprint } from './define-blueprint';
import { mlPlatform } from './ml-platform';

export type { Blueprint, Component, Flow, Plan, Preset, SizingStep, Target } from './define-blueprint';
export { mlPlatform } from './ml-platform';

/** Every blueprint, in the order of their names. */
export const blueprints = [mlPlatform] as const satisfies readonly Blueprint[];
