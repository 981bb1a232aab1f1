import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './tools/free-port';
import { locateTools } from './tools/locate';
import { answersOk, startService } from './tools/service-process';

const user = 'pipeline';
const password = 'secret';
/** Of `secret`, by bcrypt: the one form that the registry reads. */
const passwordHash = '$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a';

export interface ImageRegistry {
  /** As its images begin. */
  readonly host: string;
  /** Folder of a Docker configuration that is signed in. */
  readonly signedIn: string;
  /** Writes an image under a tag, and gives the digest that its manifest has. */
  push(repository: string, tag: string, content: string): Promise<string>;
  /** Keeps a signature of an image as cosign does: its payload as a layer, under a tag of the digest. */
  sign(repository: string, digest: string, payload: string, signature: string): Promise<void>;
  stop(): Promise<void>;
}

const sha256 = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** The registry of the distribution project on loopback, which gives nothing to nobody. */
export async function startImageRegistry(dir: string): Promise<ImageRegistry> {
  const program = (await locateTools()).pathOf('docker-registry');
  if (program === undefined) throw new Error('no docker-registry');
  const host = `127.0.0.1:${await freePort()}`;
  const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const signedIn = join(dir, 'docker');
  mkdirSync(signedIn, { recursive: true });
  writeFileSync(join(signedIn, 'config.json'), JSON.stringify({ auths: { [host]: { auth: basic.slice(6) } } }));
  writeFileSync(join(dir, 'htpasswd'), `${user}:${passwordHash}\n`);
  const config = {
    version: 0.1,
    log: { level: 'warn' },
    storage: { filesystem: { rootdirectory: join(dir, 'images') } },
    http: { addr: host },
    auth: { htpasswd: { realm: 'images', path: join(dir, 'htpasswd') } },
  };
  writeFileSync(join(dir, 'config.yml'), JSON.stringify(config));
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = { authorization: basic, ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(new URL(path, `http://${host}`), { ...init, headers });
    if (!response.ok) throw new Error(`${init.method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const service = await startService({
    name: 'docker-registry',
    command: program,
    arguments: ['serve', join(dir, 'config.yml')],
    logPath: join(dir, 'registry.log'),
    ready: () => answersOk(`http://${host}/`),
  });
  const blob = async (repository: string, content: string) => {
    const upload = await ask(`/v2/${repository}/blobs/uploads/`, { method: 'POST' });
    const url = new URL(upload.headers.get('location') ?? '', `http://${host}`);
    url.searchParams.set('digest', sha256(content));
    await ask(url.href, { method: 'PUT', body: content, headers: { 'content-type': 'application/octet-stream' } });
    return { digest: sha256(content), size: content.length };
  };
  const manifest = async (repository: string, tag: string, layer: object): Promise<string> => {
    const image = await blob(
      repository,
      JSON.stringify({ architecture: 'amd64', os: 'linux', rootfs: { type: 'layers', diff_ids: [] } }),
    );
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    const body = JSON.stringify({
      schemaVersion: 2,
      mediaType,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...image },
      layers: [layer],
    });
    await ask(`/v2/${repository}/manifests/${tag}`, { method: 'PUT', body, headers: { 'content-type': mediaType } });
    return sha256(body);
  };
  return {
    host,
    signedIn,
    stop: () => service.stop(),
    async push(repository, tag, content) {
      const layer = await blob(repository, content);
      return manifest(repository, tag, { mediaType: 'application/vnd.oci.image.layer.v1.tar', ...layer });
    },
    async sign(repository, digest, payload, signature) {
      const layer = await blob(repository, payload);
      await manifest(repository, `${digest.replace(':', '-')}.sig`, {
        mediaType: 'application/vnd.dev.cosign.simplesigning.v1+json',
        ...layer,
        annotations: { 'dev.cosignproject.cosign/signature': signature },
      });
    },
  };
}
