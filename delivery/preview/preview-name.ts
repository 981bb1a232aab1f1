import { createHash } from 'node:crypto';
import { InputError } from '../../environments/model';

/** What Git takes as the name of a branch, and nothing that a shell, a path or a terminal would read as its own. */
const branchPattern = /^(?!\/|-|\.)(?!.*(\.\.|\/\/|\/\.|@\{|\.lock(\/|$)))[\w./+#@=-]{1,200}(?<![/.])$/;

const base36 = 36;
const hashLength = 8;

/**
 * Name of the environment that previews a branch: the same on every machine, and at most 16 characters.
 * @throws InputError PREVIEW_BRANCH
 */
export function previewName(branch: string): string {
  if (!branchPattern.test(branch)) {
    throw new InputError([
      {
        code: 'PREVIEW_BRANCH',
        file: '',
        place: 'branch',
        message: 'no branch that is previewed may have such a name',
        value: branch,
        allowed: ['letters, digits and . _ / + # @ = -, without .., //, and dots or slashes at the ends'],
        fix: 'give the branch another name',
      },
    ]);
  }
  const digest = createHash('sha256').update(branch).digest().readBigUInt64BE();
  return `preview-${digest.toString(base36).padStart(hashLength, '0').slice(-hashLength)}`;
}
