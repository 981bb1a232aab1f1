import type { Finding } from '../model/finding';
import type { EnvironmentView } from '../schema/parse-environment';

/** What a rule says; the file is added by whoever knows it. */
export type RuleFinding = Omit<Finding, 'file'>;

/** Something that must hold between the values of one environment. Pure; looks only at the sound parts. */
export type EnvironmentRule = (environment: EnvironmentView) => readonly RuleFinding[];
