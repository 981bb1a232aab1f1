import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { InputError } from '../../environments/model';

/** A name and a password, or a token under the name `<token>`. */
export interface RegistrySignIn {
  readonly user: string;
  readonly secret: string;
}

const configSchema = z.looseObject({
  auths: z.record(z.string(), z.looseObject({ auth: z.string().optional() })).default({}),
  credHelpers: z.record(z.string(), z.string()).default({}),
  credsStore: z.string().optional(),
});

/** Docker keeps its hub under the address of its first API. */
const keysOf = (registry: string): string[] =>
  registry === 'docker.io'
    ? ['https://index.docker.io/v1/', 'docker.io', 'index.docker.io']
    : [registry, `https://${registry}`];

/** The protocol of Docker's credential helpers: the address on stdin, JSON on stdout; nothing known is a failure. */
const askHelper = (helper: string, key: string): Promise<RegistrySignIn | undefined> =>
  new Promise((resolve) => {
    const options = { timeout: 20_000, env: process.env };
    const child = execFile(`docker-credential-${helper}`, ['get'], options, (error, stdout) => {
      if (error) return resolve(undefined);
      try {
        const { Username, Secret } = JSON.parse(stdout) as { readonly Username: string; readonly Secret: string };
        resolve({ user: Username, secret: Secret });
      } catch {
        resolve(undefined);
      }
    });
    child.stdin?.on('error', () => undefined).end(key);
  });

function ofText(auth: string | undefined): RegistrySignIn | undefined {
  const [user, ...secret] = Buffer.from(auth ?? '', 'base64')
    .toString()
    .split(':');
  return user && secret.length > 0 ? { user, secret: secret.join(':') } : undefined;
}

/**
 * What Docker and its relatives know of registries: `docker login`, and the helpers of the clouds. Nothing is kept, and
 * nothing of it is ever shown.
 * @param folder of Docker's configuration. Default: `DOCKER_CONFIG`, or `~/.docker`
 * @returns the sign-in for a registry; `undefined`: anybody's
 * @throws InputError REGISTRY_SIGN_IN where the file cannot be read
 */
export function registrySignIns(
  folder = process.env.DOCKER_CONFIG ?? join(homedir(), '.docker'),
): (registry: string) => Promise<RegistrySignIn | undefined> {
  const file = join(folder, 'config.json');
  if (!existsSync(file)) return async () => undefined;
  const read = (): unknown => {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      return undefined;
    }
  };
  const parsed = configSchema.safeParse(read());
  if (!parsed.success) {
    throw new InputError([
      {
        code: 'REGISTRY_SIGN_IN',
        file,
        place: parsed.error.issues[0]?.path.join('.') ?? '',
        message: 'the configuration of Docker cannot be read, so nobody knows how to sign in to registries',
        fix: 'mend the file, or point DOCKER_CONFIG to another folder',
      },
    ]);
  }
  const { auths, credHelpers, credsStore } = parsed.data;
  return async (registry) => {
    for (const key of keysOf(registry)) {
      const helper = credHelpers[key] ?? (auths[key] ? credsStore : undefined);
      const found = helper === undefined ? ofText(auths[key]?.auth) : await askHelper(helper, key);
      if (found) return found;
    }
    return undefined;
  };
}
