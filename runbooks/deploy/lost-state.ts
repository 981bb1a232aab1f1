import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, InputError } from '../../environments/model';
import { factsIn, hasSameContent, stateFacts } from '../bootstrap/state-file';
import { doneIn } from './apply-log';

/** What Terraform leaves in its folder where it could not write the state back. */
export const lostState = 'errored.tfstate';

/** What is to be done with it. */
type LostStanding =
  /** It is the next version of what its place holds. */
  | 'push'
  /** Its place has it already. */
  | 'drop'
  /** Somebody wrote there meanwhile: neither may be lost. */
  | 'conflict';

interface Held {
  readonly resources?: readonly {
    readonly module?: string;
    readonly mode?: string;
    readonly type?: string;
    readonly name?: string;
    readonly instances?: readonly {
      readonly index_key?: string | number;
      readonly attributes?: { readonly id?: unknown };
    }[];
  }[];
}

/** Things that a state manages: address, and the id by which their cloud knows them. */
const heldIn = (text: string): { readonly address: string; readonly id: string }[] =>
  ((JSON.parse(text) as Held).resources ?? [])
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ module, type, name, instances = [] }) =>
      instances.map(({ index_key: key, attributes }) => ({
        address: `${module ? `${module}.` : ''}${type}.${name}${key === undefined ? '' : `[${JSON.stringify(key)}]`}`,
        id: String(attributes?.id),
      })),
    );

/**
 * Whether a state that could not be written back may be written now. Serials alone do not tell: Terraform counts every try, so a
 * state that somebody else wrote meanwhile may have the smaller one.
 * @param lost `errored.tfstate`
 * @param there what its place holds, as `terraform state pull` gives it
 * @param log of the apply that left it
 * @throws SyntaxError where one of the two is no state
 */
export function standingOf(lost: string, there: string, log: string): LostStanding {
  const [ours, theirs] = [factsIn(lost), stateFacts(there)];
  if (!theirs) return 'push';
  if (hasSameContent(ours, theirs)) return 'drop';
  if (ours.lineage !== theirs.lineage || ours.serial <= theirs.serial) return 'conflict';
  const kept = new Set(heldIn(lost).map(({ address, id }) => `${address} ${id}`));
  const done = new Set(doneIn(log));
  const isLost = heldIn(there).some(({ address, id }) => !kept.has(`${address} ${id}`) && !done.has(address));
  return isLost ? 'conflict' : 'push';
}

interface LostPlace {
  /** Stack, as findings call it. */
  readonly name: string;
  /** Where Terraform worked on it. */
  readonly folder: string;
  /** What the place of the state holds. */
  readonly pull: () => Promise<string>;
  /** Writes the file there, under its lock. */
  readonly push: () => Promise<unknown>;
}

const refuse = (finding: Finding): never => {
  throw new InputError([finding]);
};

/**
 * Writes back what an earlier apply could not write back. The file stays until it is there.
 * @returns whether there was something to write
 * @throws InputError STATE_CONFLICT or STATE_INVALID
 */
export async function saveLostState({ name, folder, pull, push }: LostPlace): Promise<boolean> {
  const path = join(folder, lostState);
  const logPath = join(folder, 'log', 'apply.out');
  if (!existsSync(path)) return false;
  const there = await pull();
  const about = { file: name, place: path };
  const look = `terraform -chdir=${folder} state pull`;
  try {
    const log = existsSync(logPath) ? readFileSync(logPath, 'utf8') : '';
    const standing = standingOf(readFileSync(path, 'utf8'), there, log);
    if (standing === 'conflict') {
      refuse({
        ...about,
        code: 'STATE_CONFLICT',
        message:
          'an apply left it because it could not write the state back, and somebody has written there since; nothing was written',
        fix: `compare the two (\`${look}\`), import what only the file has, move the file away, and deploy again`,
      });
    }
    if (standing === 'push') await push();
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    refuse({
      ...about,
      code: 'STATE_INVALID',
      message: `an apply left it because it could not write the state back, and one of the two cannot be read: ${error.message}`,
      fix: `compare the two (\`${look}\`); ${logPath} says what was made: import it, move the file away, and deploy again`,
    });
  }
  rmSync(path);
  return true;
}

/**
 * Stacks whose plans do not know what a deploy from here has done.
 * @param root folder of the folders of deploys
 */
export const untoldFindings = (root: string, stacks: readonly string[]): Finding[] =>
  stacks
    .map((name) => ({ file: name, place: join(root, name, lostState) }))
    .filter(({ place }) => existsSync(place))
    .map((about) => ({
      ...about,
      code: 'DEPLOY_UNTRACKED',
      message: 'an apply could not write back the state of what it did, and this plan does not know of it',
      fix: 'run `evenkeel deploy`: it writes that state back, and plans anew',
    }));
