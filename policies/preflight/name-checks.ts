import { type NameLimit, nameLimits, nameLimitsAsOf } from '../../environments/facts/name-limits';
import type { SiteOutput } from '../site-output';
import type { FactCheck } from './check';
import { resourcesOf } from './site-resources';

/** Terraform fills those in when it applies. */
const isKnown = (name: unknown): name is string => typeof name === 'string' && !name.includes('${');

function checkOf({ type, field, maxLength, source }: NameLimit, output: SiteOutput): FactCheck[] {
  const names = resourcesOf(output, type)
    .map((resource) => resource[field])
    .filter(isKnown)
    .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const [longest] = names;
  if (longest === undefined) return [];
  const shared = { topic: 'names' as const, subject: `${type}.${field}`, source, asOf: nameLimitsAsOf };
  const message = `"${longest}" is ${longest.length} of ${maxLength} characters`;
  return longest.length <= maxLength
    ? [{ ...shared, status: 'fine', message }]
    : [{ ...shared, status: 'act', message, fix: 'shorten the name of the environment or the organisation' }];
}

/** The longest name of every kind of resource against what its cloud takes. */
export const nameChecks = (output: SiteOutput): FactCheck[] => nameLimits.flatMap((limit) => checkOf(limit, output));
