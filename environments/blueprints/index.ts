import { aiAnalytics } from './ai-analytics';
import { churnMlops } from './churn-mlops';
import { customerAnalytics } from './customer-analytics';
import type { Blueprint } from './define-blueprint';
import { feedRanking } from './feed-ranking';
import { fraudDetection } from './fraud-detection';
import { mlPlatform } from './ml-platform';

export { aiAnalytics } from './ai-analytics';
export { churnMlops } from './churn-mlops';
export { customerAnalytics } from './customer-analytics';
export type { Blueprint, Component, Flow, Plan, Preset, SizingStep, Target } from './define-blueprint';
export { feedRanking } from './feed-ranking';
export { fraudDetection } from './fraud-detection';
export { mlPlatform } from './ml-platform';

/** Every blueprint, in the order of their names. */
export const blueprints = [
  aiAnalytics,
  churnMlops,
  customerAnalytics,
  feedRanking,
  fraudDetection,
  mlPlatform,
] as const satisfies readonly Blueprint[];
