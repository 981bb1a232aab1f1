import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { Command } from '../../../constructs/contracts/command';
import { buckets } from '../../../constructs/google/recovery/buckets';
import { childProcesses } from '../../../runbooks/engine/command-runner';

const at = '2026-11-20T10:00:00Z';
const site = { name: 'test-google-europe-west1', organisation: 'acme', projectId: 'acme-ml-test' };
const { commands, check } = buckets.restoreObjects({ site, service: 'tracking', name: 'artifacts' } as never, at);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gcloud-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A version: made and gone by the hour of the day; no hour: it stands. */
const version = (name: string, crc32c: string, made: number, gone?: number) => {
  const time = (hour: number): string => `2026-11-20T${String(hour).padStart(2, '0')}:00:00.125000+00:00`;
  const timeDeleted = gone === undefined ? undefined : time(gone);
  const metadata = { name, crc32c, generation: `${1000 + made}`, timeCreated: time(made), timeDeleted };
  return { url: `gs://b/${name}#${1000 + made}`, type: 'cloud_object', metadata };
};

/** Runs with a gcloud that lists these versions and writes down what it is told to copy. */
async function run(command: Command | undefined, versions: readonly object[], exitCode = 0) {
  if (!command) throw new Error('no command');
  writeFileSync(join(folder, 'list.json'), JSON.stringify(versions));
  writeFileSync(join(folder, 'copies'), '');
  const script = [
    '#!/bin/sh',
    `if [ "$2" = ls ]; then exec cat ${folder}/list.json; fi`,
    `echo "$@" >> ${folder}/copies`,
    `exit ${exitCode}`,
    '',
  ].join('\n');
  writeFileSync(join(folder, 'gcloud'), script, { mode: 0o755 });
  const env = { PATH: [folder, dirname(process.execPath), process.env.PATH].join(delimiter) };
  const result = await childProcesses.run({ ...command, env }, { timeoutMs: 20_000 });
  const copies = readFileSync(join(folder, 'copies'), 'utf8').split('\n').filter(Boolean).sort();
  return { ...result, copies };
}

const some = [
  version('kept', 'a', 8),
  version('changed', 'a', 8, 11),
  version('changed', 'b', 11),
  version('deleted now', 'a', 8, 12),
  version('deleted before', 'a', 7, 9),
  version('made later', 'a', 11),
  version('changed before', 'a', 7, 9),
  version('changed before', 'b', 9),
  version('back already', 'a', 8, 11),
  version('back already', 'b', 11, 12),
  version('back already', 'a', 12),
  version('.evenkeel/hold', 'a', 8, 11),
];

it('copies back what was changed or deleted since, and nothing else', async () => {
  const { copies, stdout, exitCode } = await run(commands[0], some);
  const bucket = commands[0]?.args[2];
  const of = (name: string): string =>
    `storage cp --quiet --project acme-ml-test gs://${bucket}/${name}#1008 gs://${bucket}/${name}`;
  expect(copies).toEqual([of('changed'), of('deleted now')]);
  expect([stdout.trim(), exitCode]).toEqual(['differing: 2', 0]);
});

it('is not done while one differs, and looks without copying', async () => {
  const before = await run(check.command, some);
  expect(before.stdout).not.toMatch(check.expects);
  expect(before.copies).toEqual([]);
  const back = [...some.filter(({ metadata: { name } }) => !/changed$|now$/.test(name)), version('changed', 'a', 13)];
  expect((await run(check.command, back)).stdout).toMatch(check.expects);
});

it('fails where one copy fails', async () => {
  expect((await run(commands[0], some, 3)).exitCode).toBe(1);
});
