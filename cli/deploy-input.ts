import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type EnvironmentBuild, prepareEnvironment } from '../delivery/build';
import { type GraphStack, onlyStacks, type StackGraph, stateKeptAt } from '../delivery/stack-graph';
import { treeGraph } from '../delivery/tree-graph';
import { type Finding, InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { endedExemptions } from '../policies/cost/limits/ended-exemptions';
import { expiryFindings } from '../policies/cost/limits/expiry';
import { chosenWords } from './chosen-words';

/** What `deploy` and `diff` are told alike. */
export interface DeployWords {
  readonly site?: string;
  readonly stack?: readonly string[];
  readonly parallel: string;
  readonly out: string;
}

export interface DeployInput {
  readonly file: string;
  readonly build: EnvironmentBuild;
  /** Every stack of the environment. */
  readonly whole: StackGraph;
  /** What is chosen of it. */
  readonly graph: StackGraph;
  /** `cdk.tf.json` of a stack, as the tree has it. */
  readonly textOf: (stack: GraphStack) => string;
  /** Of the build: policy, cost, promises. */
  readonly findings: readonly Finding[];
  readonly parallel: number;
}

const mostParallel = 16;

function parallelOf(typed: string): number {
  const number = Number(typed);
  if (Number.isInteger(number) && number >= 1 && number <= mostParallel) return number;
  throw new InputError([
    {
      code: 'DEPLOY_OPTION',
      file: '',
      place: '--parallel',
      message: 'not a number of stacks',
      value: typed,
      allowed: [`1 to ${mostParallel}`],
      fix: 'write how many stacks may be worked on at the same time',
    },
  ]);
}

function chosenGraph(graph: StackGraph, { site, stack = [] }: DeployWords, file: string): StackGraph {
  const sites = [...new Set(graph.stacks.flatMap((one) => (one.site === undefined ? [] : [one.site])))];
  if (site !== undefined) chosenWords(sites, site, 'site', file);
  const ofSite = onlyStacks(graph, (one) => site === undefined || one.site === site);
  const words = [...new Set(ofSite.stacks.flatMap(({ kind, name }) => [kind, name]))];
  for (const one of stack) chosenWords(words, one, 'stack', file);
  return onlyStacks(ofSite, ({ kind, name }) => stack.length === 0 || stack.includes(kind) || stack.includes(name));
}

/**
 * Builds the environment, so that what is applied is what its file gives, and chooses of its stacks.
 * @throws InputError with everything that is wrong with the file or the words
 */
export async function deployInput(typed: string, words: DeployWords): Promise<DeployInput> {
  const parallel = parallelOf(words.parallel);
  const [path = ''] = chosenFiles([typed]);
  const { build, commit } = await prepareEnvironment(path, { out: words.out });
  commit();
  const out = resolve(words.out);
  const whole = treeGraph(build, out);
  const textOf = ({ folder }: GraphStack): string => readFileSync(join(out, build.name, folder, 'cdk.tf.json'), 'utf8');
  const places = whole.stacks.map((stack) => stateKeptAt(JSON.parse(textOf(stack))));
  if (new Set(places).size < places.length) throw new Error(`two stacks of ${build.name} have one state`);
  const today = new Date().toISOString().slice(0, 10);
  return {
    file: path,
    build,
    whole,
    graph: chosenGraph(whole, words, build.file),
    textOf,
    findings: [
      ...build.sites.flatMap(({ findings }) => findings),
      ...endedExemptions(build.costExemptions ?? [], build.file, today),
      ...expiryFindings(build.expiry, build.file, today),
    ],
    parallel,
  };
}
