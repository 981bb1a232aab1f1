import { z } from 'zod';

/** What a release of the environment must have. */
export const releaseSchema = z
  .strictObject({
    digests: z
      .enum(['optional', 'required'])
      .default('optional')
      .describe(
        '`required`: every image has a digest in the lock (`evenkeel lock --images`), or the build finds it. Default: a tag is enough.',
      ),
  })
  .describe('What a release of the environment must have before it is built. Default: nothing beyond the rules.');
