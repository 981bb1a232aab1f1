import { changedSections, sectionChecksums } from '../../../delivery/release-lock/lock-checksums';

const lock = { schema: 2, environment: 'prod', images: { 'a/b:1': 'sha256:1' }, operators: { x: ['v1', 'v2'] } };
const checksums = sectionChecksums(lock);

it('has one for every section', () => expect(Object.keys(checksums)).toEqual(['images', 'operators']));

it('takes what was not changed, in whatever order it is written', () =>
  expect(changedSections(Object.fromEntries(Object.entries(lock).reverse()), checksums)).toEqual([]));

it.each<[string, object, object, string[]]>([
  ['a value that was changed', { ...lock, images: { 'a/b:1': 'sha256:2' } }, checksums, ['images']],
  ['a list in another order', { ...lock, operators: { x: ['v2', 'v1'] } }, checksums, ['operators']],
  ['a section that was taken out', { schema: 2, environment: 'prod', images: lock.images }, checksums, ['operators']],
  ['a section that came', { ...lock, release: {} }, checksums, ['release']],
  ['sections of another environment', { ...lock, environment: 'dev' }, checksums, ['images', 'operators']],
  ['a checksum of another section', lock, { ...checksums, images: checksums.operators }, ['images']],
  ['no checksums', lock, {}, ['images', 'operators']],
])('finds %s', (_what, content, known, changed) => expect(changedSections({ ...content }, known)).toEqual(changed));

it('does not trip over checksums that are none', () => {
  for (const none of [undefined, null, 'text', 7]) expect(changedSections(lock, none)).toEqual(['images', 'operators']);
});
