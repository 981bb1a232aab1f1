import type { Command } from '../engine/command';
import type { Owner, StepCheck } from '../engine/step';
import type { RecoveryContext } from './recovery-scope';
import type { RecoveryStep } from './site-steps';

interface PeopleWords {
  readonly id: string;
  readonly title: string;
  readonly owner: Owner;
  readonly what: string;
  readonly timeoutMinutes: number;
  readonly expectedMinutes: number;
  /** Sites that are asked whether it is done. */
  readonly asks: readonly string[];
  readonly shows?: readonly Command[];
  readonly verify: StepCheck<RecoveryContext>;
  readonly afterwards?: true;
  readonly whenItFails: string;
}

/** What a person does, by Git or a deploy; the run waits until it shows. */
export const peopleStep = ({ what, asks, shows = [], ...words }: PeopleWords): RecoveryStep => ({
  ...words,
  reaches: [{ name: 'git', required: true }, ...asks.map((name) => ({ name, required: true }))],
  again: 'harmless',
  action: { summary: `people: ${what}`, commands: shows, run: async () => undefined },
});
