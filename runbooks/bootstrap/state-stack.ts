import { synthesize } from '../../delivery/synthesize';
import type { CloudSite } from '../../environments/model';
import type { StackJson } from '../../policies/site-output';
import { buildSite } from '../../stacks/platforms';

/** Where Terraform keeps a state: the type of the backend and its settings, as the stack has them. */
export interface StateBackend {
  readonly type: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The stack of a site that makes the place of all its states, its own included. */
export interface StateStack {
  /** Name of the site. */
  readonly site: string;
  /** As cdktf knows it: `<site>-state`. */
  readonly id: string;
  /** `cdk.tf.json`, byte for byte as a build has it. */
  readonly text: string;
  readonly backend: StateBackend;
  /** Terraform refuses to destroy it. */
  readonly isProtected: boolean;
}

export const stateBackendOf = (text: string): StateBackend => {
  const { backend } = (JSON.parse(text) as StackJson).terraform as {
    readonly backend: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  const [[type, settings] = ['local', {}]] = Object.entries(backend);
  return { type, settings };
};

/** Synthesizes the state stack of a site, as a build does. */
export async function stateStackOf(site: CloudSite): Promise<StateStack> {
  const id = `${site.name}-state`;
  const { textOf } = await synthesize(
    (app) => buildSite(app, site),
    () => [id],
  );
  const text = textOf(id);
  return { site: site.name, id, text, backend: stateBackendOf(text), isProtected: site.deletionProtection };
}

/** Settings of the three backends that say where a state is; the others say how it is reached. */
const places = ['bucket', 'key', 'prefix', 'storage_account_name', 'container_name'];

/** `s3 bucket=acme-dev-state key=dev-state.tfstate` */
export const placeOf = ({ type, settings }: StateBackend): string =>
  [type, ...places.flatMap((name) => (name in settings ? [`${name}=${String(settings[name])}`] : []))].join(' ');

/** A folder with nothing but the backend: enough to read and write the state, and no provider is needed. */
export const remoteFolderFiles = ({ backend }: StateStack): Readonly<Record<string, string>> => ({
  'main.tf.json': JSON.stringify({ terraform: { backend: { [backend.type]: backend.settings } } }, null, 2),
});

/**
 * The stack with its state in a file: the stack itself stays as it was built, and an override beside it takes the place
 * of its backend.
 * @param path of the state, seen from the folder
 */
export const stackFolderFiles = ({ text }: StateStack, path: string): Readonly<Record<string, string>> => ({
  'cdk.tf.json': text,
  'backend_override.tf.json': JSON.stringify({ terraform: { backend: { local: { path } } } }, null, 2),
});
