import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ModelRegistry } from './registry';
import { RegistryFailure } from './registry-client';

/** One file of a model, by its path below the folder of the model. */
export interface ArtifactFile {
  readonly path: string;
  readonly sha256: string;
}

const encoded = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

const below = 'mlflow-artifacts/artifacts';

/** A name comes from a server, and becomes a path here. */
const isName = (name: string): boolean => name !== '' && name !== '.' && name !== '..' && !/[/\\\p{C}]/u.test(name);

/** Paths of all files below a folder of the server, sorted. */
async function listed({ client }: ModelRegistry, folder: string, under = ''): Promise<string[]> {
  const path = under === '' ? folder : `${folder}/${under}`;
  const { files = [] } = await client.json<{
    readonly files?: readonly { readonly path: string; readonly is_dir?: boolean }[];
  }>('GET', `${below}?${new URLSearchParams({ path })}`);
  const found: string[] = [];
  for (const { path: name, is_dir: isFolder } of files) {
    if (!isName(name)) throw new RegistryFailure(path, `the server names a file ${JSON.stringify(name)}`);
    const inside = under === '' ? name : `${under}/${name}`;
    found.push(...(isFolder ? await listed({ client } as ModelRegistry, folder, inside) : [inside]));
  }
  return found.sort();
}

async function hashed(stream: Readable, to?: string): Promise<string> {
  const hash = createHash('sha256');
  const tee = async function* (source: AsyncIterable<Buffer>) {
    for await (const part of source) {
      hash.update(part);
      if (to !== undefined) yield part;
    }
  };
  if (to === undefined) for await (const _ of tee(stream));
  else {
    mkdirSync(dirname(to), { recursive: true });
    await pipeline(stream, tee, createWriteStream(to));
  }
  return hash.digest('hex');
}

/**
 * Every file of a version with its hash.
 * @param into folder that gets them. Default: they are read only
 */
export async function artifactFiles(registry: ModelRegistry, folder: string, into?: string): Promise<ArtifactFile[]> {
  const files: ArtifactFile[] = [];
  for (const path of await listed(registry, folder)) {
    const stream = await registry.client.download(`${below}/${encoded(`${folder}/${path}`)}`);
    files.push({ path, sha256: await hashed(stream, into === undefined ? undefined : join(into, path)) });
  }
  return files;
}

/** Written by the registry when a version is made, with its own number and time: no part of the model. */
const ofTheRegistry = 'registered_model_meta';

/** One digest over names and contents of all files of a model, the same wherever they lie. */
export function artifactDigest(files: readonly ArtifactFile[]): string {
  const lines = files
    .filter(({ path }) => path !== ofTheRegistry)
    .map(({ path, sha256 }) => `${JSON.stringify(path)} ${sha256}\n`)
    .sort();
  return `sha256:${createHash('sha256').update('evenkeel model 1\n').update(lines.join('')).digest('hex')}`;
}

/** Puts files of a folder of this machine below a folder of the server. */
export async function uploadFiles(
  { client }: ModelRegistry,
  from: string,
  files: readonly ArtifactFile[],
  folder: string,
): Promise<void> {
  for (const { path } of files)
    await client.upload(`${below}/${encoded(`${folder}/${path}`)}`, createReadStream(join(from, path)));
}

/** A small file of a model as text; `undefined`: it has none of this name. */
export async function artifactText(registry: ModelRegistry, folder: string, name: string): Promise<string | undefined> {
  if (!(await listed(registry, folder)).includes(name)) return undefined;
  let text = '';
  for await (const part of (await registry.client.download(`${below}/${encoded(`${folder}/${name}`)}`)).setEncoding(
    'utf8',
  ))
    text += part;
  return text;
}
