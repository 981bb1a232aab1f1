import type { ConfigOf, Objectives } from '../services';

/** A share of bad events: what an availability or latency objective is measured by. */
export interface ServiceLevel {
  /** Part of the names of its rules, e.g. `availability`, `latency`. Lower case, underscores. */
  readonly name: string;
  /** For people: what is promised. */
  readonly promise: string;
  /** Share of good events over 30 days that is promised, e.g. 99.9. */
  readonly goodPercent: number;
  /** PromQL of the rate of bad events over the window, e.g. `5m`. */
  bad(window: string): string;
  /** PromQL of the rate of all events over the window. */
  all(window: string): string;
}

/** An alert beyond the burn rates: what a person must know and do. */
export interface Alert {
  /** Camel case with a capital, unique on the site, e.g. `KafkaUnderReplicated`. */
  readonly name: string;
  /** PromQL; an answer fires. */
  readonly expression: string;
  /** How long it must hold, e.g. `10m`. */
  readonly for: string;
  /** `page`: somebody gets up; `ticket`: somebody looks tomorrow. */
  readonly severity: 'page' | 'ticket';
  readonly summary: string;
  /** What to do first. */
  readonly action: string;
}

/** One graph of a dashboard. */
export interface Panel {
  readonly title: string;
  readonly unit: 'short' | 's' | 'ms' | 'bytes' | 'percent' | 'percentunit' | 'reqps' | 'ops' | 'usd';
  /** PromQL by legend. */
  readonly queries: Readonly<Record<string, string>>;
}

/** What can be seen of a service from outside: its metrics, and what follows from them. */
export interface ServiceSignals<S> {
  /**
   * Every metric that rules and panels may use, as the software exports it, with where that is stated. A rule or panel
   * that names another one fails the tests.
   */
  readonly metrics: readonly string[];
  /** Objectives as shares of good events. */
  levels(config: ConfigOf<S>, objectives: Objectives): readonly ServiceLevel[];
  alerts(config: ConfigOf<S>, objectives: Objectives): readonly Alert[];
  panels(config: ConfigOf<S>, objectives: Objectives): readonly Panel[];
}
