import { z } from 'zod';

/** Folders of mirrored images, on whichever cloud. */
const mirrorFolders = ['docker-hub', 'ecr-public', 'github', 'kubernetes', 'quay'];

/** Path of a repository as every cloud takes it. */
const repository = z
  .string()
  .regex(/^[a-z0-9]+([._-][a-z0-9]+)*(\/[a-z0-9]+([._-][a-z0-9]+)*)*$/, 'lower-case words, e.g. models/churn')
  .max(120)
  .refine((name) => !mirrorFolders.some((folder) => name.split('/')[0] === folder), {
    error: `must not lie in a folder of mirrored images: ${mirrorFolders.join(', ')}`,
  });

/** The registry of container images that every site has of its own. */
export const registrySchema = z.strictObject({
  repositories: z
    .array(repository)
    .max(200)
    .refine((names) => new Set(names).size === names.length, { error: 'must not name a repository twice' })
    .default([])
    .describe('Repositories of own images, e.g. `models/churn`; a tag in them is written once.'),
  untaggedDays: z
    .int()
    .min(1)
    .max(365)
    .default(14)
    .describe('Images that no tag names any more are deleted after so many days.'),
  replicate: z
    .boolean()
    .default(true)
    .describe(
      'Own images of the primary site are kept by every other site on the same cloud, too (on Azure in the same subscription); between clouds the release brings them.',
    ),
  mirrors: z
    .boolean()
    .default(true)
    .describe('Public images are pulled through the registry, as far as its cloud fetches them without a password.'),
});
