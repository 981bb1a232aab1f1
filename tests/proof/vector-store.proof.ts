import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { vectorStore } from '../../services';
import { renderLocal, the } from '../charts/site-rendering';
import { localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { session } from './session';
import { proof, toolPath } from './skips';
import { runCommand } from './tools/command';

const DAY = 24 * 3600 * 1000;
/** As Qdrant writes it: without a zone, in UTC. */
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY).toISOString().replace('Z', '');

interface Snapshot {
  readonly name: string;
  readonly creation_time: string;
  readonly size: number;
}

/** A member of a stand-in for a cluster whose members share one bucket; it keeps what Qdrant's documentation says. */
const member = (
  id: number,
  bucket: Map<string, Snapshot[]>,
  broken: ReadonlySet<string>,
  keys: Set<string | undefined>,
) =>
  createServer((request, response) => {
    keys.add(request.headers['api-key'] as string | undefined);
    const [, , collection, , snapshot] = (request.url ?? '').split('?')[0]?.split('/').map(decodeURIComponent) ?? [];
    const reply = (status: number, result: unknown) => {
      response.statusCode = status;
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ result }));
    };
    if (collection === undefined) return reply(200, { collections: [...bucket.keys()].map((name) => ({ name })) });
    const snapshots = bucket.get(collection) ?? [];
    if (broken.has(collection)) return reply(500, null);
    if (request.method === 'POST') {
      const made = { name: `${collection}-${id}-now.snapshot`, creation_time: daysAgo(0), size: 10 };
      bucket.set(collection, [...snapshots, made]);
      return reply(200, made);
    }
    if (request.method === 'DELETE') {
      bucket.set(
        collection,
        snapshots.filter(({ name }) => name !== snapshot),
      );
      return reply(snapshots.some(({ name }) => name === snapshot) ? 200 : 404, true);
    }
    return reply(200, snapshots);
  });

proof('snapshots of Qdrant as rendered', ['mlflow'], () => {
  const rendered = renderLocal({ services: { vectorStore: vectorStore.config.parse({ ownKey: false }) } });
  const spec = podTemplateOf(the(rendered, 'CronJob', 'qdrant-snapshots') as never)?.spec as unknown as PodSpec;
  const stated = spec.containers[0]?.env?.find(({ name }) => name === 'MEMBERS')?.value?.split(',') ?? [];
  const folder = join(session().folder, 'vector-store');
  const old = { name: 'docs-1-old.snapshot', creation_time: daysAgo(8), size: 1 };
  const recent = { name: 'docs-1-recent.snapshot', creation_time: daysAgo(6), size: 1 };
  const bucket = new Map<string, Snapshot[]>([
    ['broken', []],
    ['docs', [old, recent]],
    ['a name/with a slash', []],
  ]);
  const broken = new Set<string>();
  const keys = new Set<string | undefined>();
  const members = stated.map((_, id) => member(id, bucket, broken, keys));

  const run = () => {
    const urls = members.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const { arguments: words, env } = localContainer(spec, {
      folder,
      secret: () => 'api-key-of-the-cluster',
      files: ({ configMap }) =>
        configMap ? (the(rendered, 'ConfigMap', configMap) as unknown as { data: Record<string, string> }).data : {},
      env: { MEMBERS: urls.join(',') },
    });
    // Any Python will do: the script uses its standard library only.
    const python = join(toolPath('mlflow') ?? '', '..', 'python');
    return runCommand(python, words, { env: { ...process.env, ...env }, timeoutMs: 60_000 });
  };
  const names = (collection: string) => bucket.get(collection)?.map(({ name }) => name);

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    await Promise.all(members.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))));
  });
  afterAll(() => {
    for (const server of members) server.close();
  });

  it('has every member save its shards of every collection, and lets go of what is older than it should be', async () => {
    expect(stated).toHaveLength(3);
    const { exitCode, stderr } = await run();
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(names('docs')).toEqual([recent.name, ...[0, 1, 2].map((id) => `docs-${id}-now.snapshot`)]);
    expect(names('a name/with a slash')).toHaveLength(3);
    expect([...keys]).toEqual(['api-key-of-the-cluster']);
  });

  it('saves the other collections when one fails, and fails then', async () => {
    broken.add('broken');
    bucket.set('docs', []);
    const { exitCode, stderr } = await run();
    expect(exitCode).toBe(1);
    expect(stderr.match(/^failed/gm)).toHaveLength(3);
    expect(names('docs')).toHaveLength(3);
  });
});
