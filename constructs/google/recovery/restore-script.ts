import { copyNotes } from '../../contracts/bucket-syncs';

/**
 * JavaScript for `node --eval`: bucket, UTC second, project, `copy` or `look`. Cloud Storage has no command that brings
 * versions back to a time: `gcloud storage restore` knows what was softly deleted only, and in a bucket with versions an
 * object that is overwritten or deleted is a version. So each version that stood at the time is copied over what stands
 * now, where that is another one; what is superseded by it is a version itself. Begun again, it passes over what is back.
 */
export const restoreScript = `
const { execFileSync, spawn } = require('node:child_process');
const [bucket, at, project, mode] = process.argv.slice(1);
const second = (time) => time.slice(0, 19);
const words = ['storage', 'ls', '--json', '--all-versions', '--project', project, 'gs://' + bucket + '/**'];
const listed = execFileSync('gcloud', words, { maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'inherit'] });
const versions = new Map();
for (const { type, metadata } of JSON.parse(listed)) {
  if (type !== 'cloud_object' || metadata.name.startsWith('${copyNotes.folder}/')) continue;
  if (!versions.has(metadata.name)) versions.set(metadata.name, []);
  versions.get(metadata.name).push(metadata);
}
const open = [...versions].flatMap(([name, all]) => {
  const stood = all.filter(({ timeCreated: made, timeDeleted: gone }) =>
    second(made) <= second(at) && (!gone || second(gone) > second(at)));
  const then = stood.sort((a, b) => (BigInt(a.generation) < BigInt(b.generation) ? -1 : 1)).at(-1);
  const now = all.find(({ timeDeleted }) => !timeDeleted);
  return then && then.crc32c !== now?.crc32c ? [{ name, generation: then.generation }] : [];
});
console.log('differing: ' + open.length);
const copyNext = () => {
  const next = open.pop();
  if (!next) return;
  const to = 'gs://' + bucket + '/' + next.name;
  const call = spawn('gcloud', ['storage', 'cp', '--quiet', '--project', project, to + '#' + next.generation, to], { stdio: 'inherit' });
  call.on('error', () => { process.exitCode = 1; });
  call.on('close', (code) => { if (code !== 0) process.exitCode = 1; copyNext(); });
};
if (mode === 'copy') for (let each = 0; each < 8; each += 1) copyNext();
`.trim();
