import type { Finding } from '../../environments/model';
import type { PromotionStep } from './gate';

/**
 * The environments that a release goes through before it is in one of them, first to last.
 * @returns `[]` where the order leads back to itself
 */
export function wayTo(name: string, steps: readonly PromotionStep[]): string[] {
  const from = new Map(steps.map((step) => [step.name, step.promotedFrom]));
  const way: string[] = [];
  for (let next: string | undefined = name; next !== undefined; next = from.get(next)) {
    if (way.includes(next)) return [];
    way.unshift(next);
  }
  return way;
}

/**
 * Whether a release may go from one environment into another one at once.
 * @param steps of all environments of the repository
 * @param file of the target, as people write it
 */
export function orderFindings(
  source: string,
  target: PromotionStep,
  steps: readonly PromotionStep[],
  file: string,
): Finding[] {
  const { name, promotedFrom } = target;
  const refuse = (message: string, value: unknown, fix: string, allowed?: readonly string[]): Finding[] => [
    {
      code: 'PROMOTION_SKIPS',
      file,
      place: 'release.promotedFrom',
      message,
      value,
      ...(allowed ? { allowed } : {}),
      fix,
    },
  ];
  if (promotedFrom === undefined) {
    return refuse(
      'the file does not say where releases of the environment come from',
      undefined,
      `write \`release: { promotedFrom: '${source}' }\``,
    );
  }
  const way = wayTo(name, steps);
  if (way.length === 0) {
    return refuse('the order of environments leads back to itself', promotedFrom, 'let the first one say nothing');
  }
  if (!steps.some((step) => step.name === promotedFrom)) {
    const others = steps.map((step) => step.name).filter((other) => other !== name);
    return refuse('there is no environment of this name', promotedFrom, 'use a name of the list', others);
  }
  if (promotedFrom === source) return [];
  const begin = Math.max(0, way.indexOf(source));
  const steppingStones = way
    .slice(begin, -1)
    .map((one, index) => `evenkeel promote ${one} ${way[begin + index + 1] ?? name}`);
  return refuse(
    `releases of ${name} come from ${promotedFrom}, where this one was not tried`,
    source,
    `go the whole way, ${way.join(' -> ')}: ${steppingStones.map((one) => `\`${one}\``).join(', then ')}; or with \`--hotfix\`, which names who answers for it`,
    [promotedFrom],
  );
}
