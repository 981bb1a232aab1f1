import type { Cloud } from '../environments/facts';
import { type Finding, type FindingCode, InputError, isSitePublicCloud } from '../environments/model';
import { type Environment, resolveEnvironment } from '../environments/model/resolve-environment';
import type { EnvironmentInput } from '../environments/schema';
import { statedAssumptions } from '../policies/cost/assumed';
import type { Assumed } from '../policies/cost/assumptions';
import type { PricedOutput } from '../policies/cost/estimate';
import { movedTo, type SiteMove } from '../policies/cost/moved-environment';
import { whatIfOf, withChanges } from '../policies/cost/what-if';
import { checkSites } from './check-sites';
import { pricedEnvironment } from './priced-environment';

/** An environment as it stands, or on one cloud alone. */
export interface EnvironmentVariant {
  readonly name: string;
  readonly sites: readonly SiteMove[];
  /** Accounts and people are made up: the environment names none on this cloud. */
  readonly accountMadeUp: boolean;
  /** `undefined`: it cannot be built. */
  readonly output?: PricedOutput;
  /** What its file takes usage to be. */
  readonly assumed?: Assumed;
  /** Why it cannot be built, or which of its words do not hold there. */
  readonly findings: readonly Finding[];
}

export const asItStands = 'as it stands';

/** Promises that nothing on a cloud may keep; what is built without them still has a price. */
const promised: readonly FindingCode[] = ['RECOVERY_UNREACHABLE'];

/** There is one way to say it. */
const isConceded = ({ code, place, allowed }: Finding): boolean =>
  !promised.includes(code) && place !== '' && allowed?.length === 1;

/** What there is only one way to say is said that way. */
function conceded(input: unknown, findings: readonly Finding[]): unknown {
  const changes = findings.filter(isConceded).map(({ place, allowed: [only] = [] }) => `${place}=${only}`);
  return withChanges(input, whatIfOf([...new Set(changes)]));
}

/** What was given way to may show what else has to be: sites are looked at once the file is sound. */
const mostRounds = 4;

/** The input with all that it has to concede, and everything that was found on the way. */
function settled(input: unknown, where: string): { readonly input: unknown; readonly findings: readonly Finding[] } {
  const told = new Map<string, Finding>();
  let current = input;
  for (let round = 0; round < mostRounds; round += 1) {
    const found = findingsOf(() => checkSites(resolveEnvironment(current, where, round === 0 ? [] : promised), where));
    for (const finding of found) told.set(JSON.stringify(finding), finding);
    if (!found.some((finding) => isConceded(finding) || promised.includes(finding.code))) break;
    current = conceded(current, found);
  }
  return { input: current, findings: [...told.values()] };
}

const findingsOf = (act: () => unknown): readonly Finding[] => {
  try {
    act();
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.findings;
  }
};

async function variant(
  named: Pick<EnvironmentVariant, 'name' | 'sites' | 'accountMadeUp'>,
  resolve: () => Environment,
  findings: readonly Finding[],
): Promise<EnvironmentVariant> {
  try {
    const environment = resolve();
    const assumed = statedAssumptions(environment.config.budget?.assumptions ?? {}, named.name);
    return { ...named, output: await pricedEnvironment(environment), assumed, findings };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { ...named, findings: findings.length > 0 ? findings : error.findings };
  }
}

/** The environment on one cloud alone; where a word of it does not hold there, without that word. */
function onCloud(cloud: Cloud, input: EnvironmentInput, file: string): Promise<EnvironmentVariant> {
  const moved = movedTo(cloud, input);
  const { moves: sites = [], accountMadeUp = false } = moved ?? {};
  const named = { name: cloud, sites, accountMadeUp };
  if (!moved) {
    const finding: Finding = {
      code: 'COST_COMPARE',
      file,
      place: 'jurisdiction',
      message: `${cloud} has too few regions of three zones there for all sites`,
      value: input.jurisdiction,
      fix: 'compare with other clouds',
    };
    return Promise.resolve({ ...named, findings: [finding] });
  }
  const where = `${file} on ${cloud}`;
  const { input: possible, findings } = settled(moved.input, where);
  return variant(named, () => resolveEnvironment(possible, where, promised), findings);
}

/**
 * An environment as it stands, and the same platform on each of some clouds alone. What a cloud cannot do is told of it, and
 * stops none of the others.
 * @throws InputError every finding of the environment as it stands; COST_COMPARE when it has no site on a cloud
 */
export async function comparedEnvironment(
  input: unknown,
  file: string,
  clouds: readonly Cloud[],
): Promise<EnvironmentVariant[]> {
  const environment = resolveEnvironment(input, file);
  if (!environment.sites.some(isSitePublicCloud)) {
    const finding: Finding = {
      code: 'COST_COMPARE',
      file,
      place: 'sites',
      message: 'the environment has no site on a public cloud that could be on another one',
      value: environment.sites.map(({ name }) => name),
      fix: 'compare an environment that runs on a cloud',
    };
    throw new InputError([finding]);
  }
  const stays = environment.sites.map(({ name }) => ({ from: name, to: name }));
  const variants = [await variant({ name: asItStands, sites: stays, accountMadeUp: false }, () => environment, [])];
  for (const cloud of clouds) variants.push(await onCloud(cloud, input as EnvironmentInput, file));
  return variants;
}
