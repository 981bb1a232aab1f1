import type { Environment } from '../../../environments/model/resolve-environment';
import type { Bill } from '../bill';
import type { PricedOutput } from '../estimate';
import type { PriceBook } from '../prices/price-book';

/** What an advisor may look at: an environment as it stands, and what it costs. */
export interface AdvisedEnvironment {
  readonly environment: Environment;
  readonly output: PricedOutput;
  readonly bill: Bill;
  readonly book: PriceBook;
}

/** One place of the environment file, as `--what-if` names it, and what it would say. `undefined`: nothing. */
export interface Edit {
  readonly path: string;
  readonly value: unknown;
}

export const confidenceLevels = ['high', 'medium', 'low'] as const;
/** `high`: the bill is lower by this, whatever happens; `low`: somebody has to find out first whether it can be done. */
export type AdviceConfidence = (typeof confidenceLevels)[number];

/** How long somebody is busy with it. */
export type AdviceEffort = 'minutes' | 'hours' | 'days';

/** What an advisor says of all that it advises. */
export interface AdviceWords {
  /** In kebab case; what programs know it by. */
  readonly id: string;
  /** In a few words. */
  readonly title: string;
  readonly confidence: { readonly level: AdviceConfidence; readonly because: string };
  readonly effort: { readonly level: AdviceEffort; readonly toDo: string };
  /** What is not there any more, or is worse, in one sentence. */
  readonly givesUp: string;
}

/**
 * Something that may save money. What it proposes is tried: only what is sound and really lowers the bill is advised, so it may
 * propose more than it can know to hold.
 */
export interface Advisor extends AdviceWords {
  /**
   * High availability, backups or detection would go or reach less far: asked only where nothing is protected and nothing
   * promised. Default: it is asked anywhere.
   */
  readonly losesSafety?: true;
  /** Edits of one proposal that cannot be made are left out, and the others stay. Default: all of them or none. */
  readonly eachAlone?: true;
  /** Each a change of the file; none where it has nothing to say. */
  readonly propose: (advised: AdvisedEnvironment) => readonly (readonly Edit[])[];
}

/** An environment that may be deleted and promises nothing for the day on which something is lost. */
export const isDisposable = ({ config }: Pick<Environment, 'config'>): boolean =>
  !config.deletionProtection && config.recovery === undefined;
