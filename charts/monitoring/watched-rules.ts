import type { Panel } from '../signals';
import type { RuleGroup } from './rule-group';

/** Rules and a dashboard of something that is of no single service. */
export interface WatchedRules {
  /** Of the dashboard and the object of its rules. */
  readonly name: string;
  readonly title: string;
  rules(dashboard: string): RuleGroup[];
  readonly panels: readonly Panel[];
}
