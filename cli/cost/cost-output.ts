import { basename, resolve } from 'node:path';
import type { PricedHow } from '../../delivery/tried-environment';
import type { Cloud, Finding } from '../../environments/model';
import { chosenFiles } from '../../environments/model/environment-files';
import { readEnvironment } from '../../environments/model/load-environment';
import type { BusinessConfig } from '../../environments/schema/business-schema';
import type { CommitmentsConfig } from '../../environments/schema/commitment-schema';
import type { Assumed } from '../../policies/cost/assumptions';
import type { PricedOutput } from '../../policies/cost/estimate';
import type { WhatIf } from '../../policies/cost/what-if';

/** What is to be priced, and the name by which people know it. */
export interface Priced {
  readonly name: string;
  readonly output: PricedOutput;
  /** Name of the environment. Default: it is a folder. */
  readonly environment?: string;
  /** What its file takes usage to be. Default: it says nothing of it. */
  readonly assumed?: Assumed;
  /** What is committed for years. Default: nothing. */
  readonly commitments?: CommitmentsConfig;
  /** What it may cost in a month. Default: nobody says. */
  readonly budgetUsd?: number;
  /** Last day of the environment. Default: it stays. */
  readonly expires?: string;
  /** What the environment is there for, in numbers. Default: nobody says. */
  readonly business?: BusinessConfig;
}

/** A folder is read as if it were called like another one, so that sites named after their folder are the same. */
async function ofFolder(folder: string, called: string): Promise<Priced> {
  const { pricedFolder } = await import('../../delivery/priced-folder');
  return { name: folder, output: pricedFolder(folder, basename(resolve(called))) };
}

/** @param file what findings call it. Default: its name */
async function ofInput(input: unknown, name: string, file = name): Promise<Priced> {
  const [{ resolveEnvironment }, { pricedEnvironment }, { statedAssumptions }] = await Promise.all([
    import('../../environments/model/resolve-environment'),
    import('../../delivery/priced-environment'),
    import('../../policies/cost/assumed'),
  ]);
  const environment = resolveEnvironment(input, file);
  const { business, budget, expires } = environment.config;
  const assumed = statedAssumptions(budget?.assumptions ?? {}, file);
  return {
    name,
    environment: environment.name,
    output: await pricedEnvironment(environment, file),
    assumed,
    commitments: budget?.commitments,
    budgetUsd: budget?.monthlyUsd,
    business,
    expires,
  };
}

/** What the file of an environment says, unchecked. */
function environmentInput(typed: string) {
  const [file = ''] = chosenFiles([typed]);
  return readEnvironment(file);
}

const inputFinding = (message: string, fix: string, value?: unknown): Finding => ({
  code: 'COST_INPUT',
  file: 'evenkeel cost',
  place: '',
  message,
  ...(value === undefined ? {} : { value }),
  fix,
});

/** What is wrong with what is asked for, before anything is read. `needsEnvironment` names an option that no folder can answer. */
export function inputFindings(
  typed: string | undefined,
  from: string | undefined,
  needsEnvironment?: string,
): Finding[] {
  if ((typed === undefined) === (from === undefined)) {
    const value = [typed, from].filter((one) => one !== undefined);
    return [inputFinding('one thing is priced at a time', 'name an environment, or a folder with --from', value)];
  }
  return from !== undefined && needsEnvironment !== undefined
    ? [
        inputFinding(
          `${needsEnvironment} asks what an environment file says`,
          'name an environment in place of --from',
          from,
        ),
      ]
    : [];
}

/** Words that say nothing without a bill of clouds, as they were typed. */
export const onlyOfActual = (words: Readonly<Record<string, string | undefined>>): Finding[] =>
  Object.entries(words).flatMap(([word, value]) =>
    value === undefined
      ? []
      : [inputFinding(`${word} asks of a bill of clouds, and there is none`, 'name its files with --actual', value)],
  );

/** @param question one whose answer has no pictures. Default: it has */
export const onlyWithPictures = (question: string | undefined): Finding[] =>
  question === undefined
    ? []
    : [inputFinding(`${question} has no page with pictures`, 'choose --format text or markdown', 'html')];

/** An environment, or what stands in a folder. One of them is there. */
export async function pricedOutput(typed: string | undefined, from: string | undefined): Promise<Priced> {
  if (from !== undefined) return ofFolder(from, from);
  const { input, file } = await environmentInput(typed ?? '');
  return ofInput(input, file);
}

/** An environment or a folder, and what stood in another folder before. */
export async function pricedAgainst(
  typed: string | undefined,
  from: string | undefined,
  against: string,
): Promise<{ readonly before: Priced; readonly after: Priced }> {
  const after = await pricedOutput(typed, from);
  const before = await ofFolder(against, from ?? against);
  // A folder does not say what its sites are there for: they are what they are after the change.
  return { before: { ...before, output: { ...before.output, sites: after.output.sites } }, after };
}

/** An environment as its file says, and with changes. */
export async function pricedChange(
  typed: string,
  changes: readonly WhatIf[],
): Promise<{ readonly before: Priced; readonly after: Priced }> {
  const { withChanges } = await import('../../policies/cost/what-if');
  const { input, file } = await environmentInput(typed);
  const fresh = withChanges(input, changes);
  const before = await ofInput(input, file);
  const name = `${file} with ${changes.map((change) => change.typed).join(', ')}`;
  return { before, after: await ofInput(fresh, name, `${file} with --what-if`) };
}

/** An environment as its file says, and the same platform on clouds alone. */
export async function pricedVariants(typed: string, clouds: readonly Cloud[]) {
  const { comparedEnvironment } = await import('../../delivery/compared-environment');
  const { input, file } = await environmentInput(typed);
  const variants = await comparedEnvironment(input, file, clouds);
  const { resolveEnvironment } = await import('../../environments/model/resolve-environment');
  return { name: file, business: resolveEnvironment(input, file).config.business, variants };
}

/** What would save money of an environment. Every step is told to whoever waits for it. */
export async function advisedInput(typed: string, how: PricedHow) {
  const { advisedEnvironment } = await import('../../delivery/advised-environment');
  const { input, file } = await environmentInput(typed);
  const onTry = (number: number, of: number, whatIf: readonly string[]): void => {
    process.stderr.write(`${number} of ${of}: ${whatIf.join(' ')}\n`);
  };
  return { name: file, advised: await advisedEnvironment(input, file, { ...how, onTry }) };
}
