import fc from 'fast-check';
import { previewName } from '../../../delivery/preview/preview-name';

it('is the same on every machine, and another one for another branch', () => {
  expect(previewName('feature/x')).toBe('preview-d574zly4');
  expect(previewName('feature/y')).not.toBe(previewName('feature/x'));
});

it('fits wherever the name of an environment does', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z][a-z0-9/_-]{0,40}[a-z0-9]$/).filter((one) => !one.includes('//')),
      (branch) => {
        expect(previewName(branch)).toMatch(/^preview-[a-z0-9]{8}$/);
      },
    ),
  );
});

it.each([
  ['a path out of the folder', '../prod'],
  ['a path in the middle', 'feature/../../prod'],
  ['an absolute path', '/etc/passwd'],
  ['an option', '--expired'],
  ['a second line', 'feature\nx'],
  ['a control character', 'feature\u001b[31m'],
  ['a script', 'x;rm -rf ~'],
  ['a variable', 'x$HOME'],
  ['the end of a comment', 'x*/'],
  ['nothing', ''],
  ['a hidden folder', 'feature/.git'],
  ['a lock of Git', 'feature.lock'],
  ['what is too long', 'x'.repeat(300)],
])('refuses %s', (_, branch) => expect(() => previewName(branch)).toThrow('PREVIEW_BRANCH'));
