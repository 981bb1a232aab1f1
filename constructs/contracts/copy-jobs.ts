import type { StoreCopy } from '../../environments/model';

/** Name of the CronJob by which the taking site makes its copy young again. No other object of its kind has it. */
export const copyJob = ({ service, need }: StoreCopy): string => `copy-${service}-${need}`;
