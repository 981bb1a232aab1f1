import type {
  Deployment,
  EngineEvent,
  OpMap,
  PulumiFn,
  PulumiCommand as PulumiProgram,
  Stack,
} from '@pulumi/pulumi/automation';
import { InputError } from '../../environments/model';
import { formerTypes, mendedState, type StackState, stateToEmpty, withoutGone } from './mended-state';
import type { StatePlace } from './state-place';

/** Number of objects by what is done to them: `{ create: 12, same: 3 }`. */
export type Changes = Readonly<Record<string, number>>;

/** What is done to one object. */
export interface ObjectEvent {
  readonly kind: 'begun' | 'done' | 'failed';
  /** `create`, `update`, `delete`, … */
  readonly operation: string;
  /** `kubernetes:apps/v1:Deployment tracking/mlflow` */
  readonly object: string;
}

export interface CallOptions {
  /** Told of every object that is changed. */
  readonly tell?: (event: ObjectEvent) => void;
  /** Ends the call, between two objects, when it fires. */
  readonly signal?: AbortSignal;
}

/** A call of Pulumi failed; what it said of objects, first of all. */
export class StackFailure extends Error {
  override readonly name = 'StackFailure';

  constructor(
    message: string,
    /** Somebody else works on the stack, or a killed run has left its lock. */
    readonly isLocked: boolean,
  ) {
    super(message);
  }
}

/** One site as a stack of Pulumi. */
export interface SiteStack {
  /** Types under which objects are in the state now, by their identity. */
  formerTypes(): Promise<ReadonlyMap<string, string>>;
  /** Brings the state into a shape from which a run can go on. */
  mend(wanted: ReadonlySet<string>): Promise<void>;
  preview(program: PulumiFn, options?: CallOptions): Promise<Changes>;
  up(program: PulumiFn, options?: CallOptions): Promise<Changes>;
  destroy(options?: CallOptions): Promise<Changes>;
  /** Brings the state into a shape from which a destroy takes away what is kept, too. */
  keepNothing(): Promise<void>;
  /** Lets go of objects that the cluster does not have: they are made anew. */
  forgetGone(present: ReadonlySet<string>): Promise<void>;
  /** Forgets all objects, and leaves them in the cluster. */
  forget(): Promise<void>;
  /** Takes away the lock of a run that is known to be dead. */
  unlock(): Promise<void>;
}

export interface SiteStackProps {
  readonly site: string;
  readonly place: StatePlace;
}

const missing = (message: string): InputError =>
  new InputError([
    {
      code: 'PULUMI_MISSING',
      file: '',
      place: 'pulumi',
      message,
      fix: 'install the Pulumi CLI 3.142 or newer (https://www.pulumi.com/docs/install/), and the optional packages of evenkeel (`npm install --include=optional`)',
    },
  ]);

/** The Automation API, and the program that it drives. */
async function automation() {
  try {
    return await import('@pulumi/pulumi/automation');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND') throw error;
    throw missing('the package @pulumi/pulumi is not installed');
  }
}

/**
 * Finds the Pulumi CLI.
 * @throws InputError PULUMI_MISSING
 */
export async function findPulumi(): Promise<PulumiProgram> {
  const { PulumiCommand } = await automation();
  try {
    return await PulumiCommand.get();
  } catch (error) {
    const [said = ''] = String((error as Error).message).split('\n');
    throw missing(/ENOENT|not found/.test(said) ? 'there is no Pulumi CLI that can be run' : said);
  }
}

const nameIn = (urn: string): string => urn.split('::').slice(3).join('::');

const objectEvent = (kind: ObjectEvent['kind'], { op, type, urn }: { op: string; type: string; urn: string }) => ({
  kind,
  operation: op,
  object: `${type} ${nameIn(urn)}`,
});

/** What is no change of an object. */
const quiet = /^(same|read|refresh|discard.*)$/;

function told({ resourcePreEvent, resOutputsEvent, resOpFailedEvent }: EngineEvent): ObjectEvent | undefined {
  const found =
    (resourcePreEvent && objectEvent('begun', resourcePreEvent.metadata)) ??
    (resOutputsEvent && objectEvent('done', resOutputsEvent.metadata)) ??
    (resOpFailedEvent && objectEvent('failed', resOpFailedEvent.metadata));
  return found && !quiet.test(found.operation) && found.object.startsWith('kubernetes:') ? found : undefined;
}

const locked = /the stack is currently locked|Another update is currently in progress/;

/** Longest text of Pulumi that is told on. */
const maxTold = 1200;

/** One call, with what it said of errors, object by object. */
async function call<T>(
  work: (onEvent: (event: EngineEvent) => void) => Promise<T>,
  tell?: CallOptions['tell'],
): Promise<T> {
  const said: string[] = [];
  const onEvent = (event: EngineEvent): void => {
    const { diagnosticEvent } = event;
    if (diagnosticEvent?.severity === 'error') {
      const name = diagnosticEvent.urn ? `${nameIn(diagnosticEvent.urn)}: ` : '';
      said.push(`${name}${diagnosticEvent.message.replaceAll(/<\{%[^%]*%\}>/g, '').trim()}`);
    }
    const one = told(event);
    if (one) tell?.(one);
  };
  try {
    return await work(onEvent);
  } catch (error) {
    const whole = (error as Error).message;
    const words = said.length > 0 ? said.join('\n') : whole.slice(-maxTold);
    throw new StackFailure(words.replaceAll(/\s+/g, ' ').trim().slice(0, maxTold), locked.test(whole));
  }
}

const changesOf = (changes: OpMap | undefined): Changes => ({ ...changes }) as Changes;

const stateOf = ({ deployment }: Deployment): StackState => (deployment as StackState | null) ?? {};

/**
 * Opens the stack of a site, and makes it where it is not there. No folder of a project: the program is given.
 * @throws InputError PULUMI_MISSING
 */
export async function openSiteStack({ site, place }: SiteStackProps): Promise<SiteStack> {
  const [{ LocalWorkspace }, pulumiCommand] = await Promise.all([automation(), findPulumi()]);
  const stack: Stack = await call(() =>
    LocalWorkspace.createOrSelectStack(
      { stackName: site, projectName: 'evenkeel', program: async () => undefined },
      {
        pulumiCommand,
        secretsProvider: place.secretsProvider,
        projectSettings: { name: 'evenkeel', runtime: 'nodejs', backend: { url: place.url } },
        envVars: {
          PULUMI_BACKEND_URL: place.url,
          PULUMI_SKIP_UPDATE_CHECK: 'true',
          // Custom resources are waited for by their conditions, as Flux does it.
          PULUMI_K8S_AWAIT_ALL: 'true',
          ...(place.passphraseFile === undefined ? {} : { PULUMI_CONFIG_PASSPHRASE_FILE: place.passphraseFile }),
        },
      },
    ),
  );
  const changeState = async (change: (state: StackState) => StackState): Promise<void> => {
    const exported = await call(() => stack.exportStack());
    const state = stateOf(exported);
    const changed = change(state);
    if (changed !== state) await call(() => stack.importStack({ ...exported, deployment: changed }));
  };
  return {
    formerTypes: async () => formerTypes(stateOf(await stack.exportStack())),
    mend: (wanted) => changeState((state) => mendedState(state, wanted)),
    keepNothing: () => changeState(stateToEmpty),
    forgetGone: (present) => changeState((state) => withoutGone(state, present)),
    preview: (program, { tell, signal } = {}) =>
      call(async (onEvent) => changesOf((await stack.preview({ program, signal, onEvent })).changeSummary), tell),
    up: (program, { tell, signal } = {}) =>
      call(async (onEvent) => changesOf((await stack.up({ program, signal, onEvent })).summary.resourceChanges), tell),
    destroy: ({ tell, signal } = {}) =>
      call(async (onEvent) => changesOf((await stack.destroy({ signal, onEvent })).summary.resourceChanges), tell),
    forget: async () => {
      await call(() => stack.workspace.removeStack(site, { force: true }));
    },
    unlock: () => call(() => stack.cancel()),
  };
}
