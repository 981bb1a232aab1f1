import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where Terraform keeps the state of a site: the type of the backend and its settings, as a stack of the site has them. */
export interface TerraformBackend {
  readonly type: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Where Pulumi keeps a stack, and what seals what is secret in it. */
export interface StatePlace {
  /** `file://…`, `s3://…`, `gs://…` or `azblob://…`. */
  readonly url: string;
  /** `awskms://…`, `gcpkms://…`, or `passphrase`. */
  readonly secretsProvider: string;
  /** File with the passphrase. Default: a key of the cloud seals. */
  readonly passphraseFile?: string;
}

/** Beside the states of Terraform, in the same bucket. */
const prefix = 'pulumi';

/** Made once, for the machine. Nothing that is sealed with it is needed elsewhere: objects hold no secret. */
function passphraseIn(folder: string): string {
  const path = join(folder, 'passphrase');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600 });
    chmodSync(path, 0o600);
  }
  return path;
}

const sealedByPassphrase = (folder: string) => ({
  secretsProvider: 'passphrase',
  passphraseFile: passphraseIn(folder),
});

type Settings = Readonly<Record<string, unknown>>;

/** By the backend of Terraform, which says of each cloud where its state is. */
const places: Readonly<Record<string, (settings: Settings, folder: string) => StatePlace>> = {
  local: (_, folder) => {
    const states = join(folder, 'state');
    mkdirSync(states, { recursive: true });
    return { url: pathToFileURL(states).href, ...sealedByPassphrase(folder) };
  },
  s3: ({ bucket, region, kms_key_id: key }, folder) => ({
    url: `s3://${bucket}/${prefix}?region=${region}&awssdk=v2`,
    ...(key === undefined
      ? sealedByPassphrase(folder)
      : { secretsProvider: `awskms:///${key}?region=${region}&awssdk=v2` }),
  }),
  gcs: ({ bucket, kms_encryption_key: key }, folder) => ({
    url: `gs://${bucket}/${prefix}`,
    ...(key === undefined ? sealedByPassphrase(folder) : { secretsProvider: `gcpkms://${key}` }),
  }),
  // The account seals what is in it; a second key is not named by the backend.
  azurerm: ({ storage_account_name: account, container_name: container }, folder) => ({
    url: `azblob://${container}/${prefix}?storage_account=${account}`,
    ...sealedByPassphrase(folder),
  }),
};

/**
 * The place of Pulumi's state of a site: where Terraform has that of the site.
 * @param folder of what this machine keeps of the site
 */
export function statePlace({ type, settings }: TerraformBackend, folder: string): StatePlace {
  const place = places[type];
  if (!place) throw new Error(`nobody knows where Pulumi keeps its state beside the backend ${type}`);
  return place(settings, resolve(folder));
}
