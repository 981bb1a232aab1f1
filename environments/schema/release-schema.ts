import { z } from 'zod';

const evidenceRule = z
  .strictObject({
    kind: z
      .enum(['build', 'proof', 'scan', 'drill', 'cost', 'sbom', 'signatures'])
      .describe('What must speak for the release: something of this kind, and nothing of it against it.'),
    maxAgeDays: z.int().min(1).max(366).optional().describe('How old it may be. Default: any age.'),
  })
  .describe('Evidence that the release in the lock must have.');

const signatureRule = z
  .strictObject({
    images: z
      .string()
      .regex(/^[\w.-]+(:\d+)?(\/[\w.-]+)*(\/\*)?$/, 'a registry with the start of names and `/*`, or one name')
      .describe('Images, by their full names without tag, e.g. `ghcr.io/acme/*`.'),
    publicKey: z
      .string()
      .regex(/^-----BEGIN PUBLIC KEY-----\n[\s\S]+\n-----END PUBLIC KEY-----\n?$/, 'a public key in PEM')
      .describe('Whose signature counts: an ECDSA key on P-256, as `cosign generate-key-pair` writes it.'),
    required: z
      .boolean()
      .default(true)
      .describe('Whether an image without a signature is refused; a wrong signature always is.'),
  })
  .describe('Who signs which images.');

/** What a release of the environment must have. */
export const releaseSchema = z
  .strictObject({
    digests: z
      .enum(['optional', 'required'])
      .default('optional')
      .describe(
        '`required`: every image has a digest in the lock (`evenkeel lock --images`), or the build finds it. Default: a tag is enough.',
      ),
    promotedFrom: z
      .string()
      .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'the name of an environment')
      .max(16)
      .optional()
      .describe(
        'Environment whose release this one takes over (`evenkeel promote`); a build that would run anything else is refused. Default: it runs what its file and this Evenkeel say.',
      ),
    own: z
      .array(
        z
          .string()
          .regex(
            /^(kubernetes|(images|charts|operators|providers|models|featureViews)\/\P{C}+)$/u,
            'a component, e.g. `images/quay.io/acme/*`, `models/serving/churn` or `kubernetes`',
          ),
      )
      .default([])
      .describe(
        'Components that do not come with the promoted release, by their paths; `*` at the end stands for anything. They stay as `evenkeel lock --release` or the last promotion recorded them. Default: none.',
      ),
    signatures: z.array(signatureRule).default([]).describe('Signatures of images. Default: none are looked for.'),
    evidence: z.array(evidenceRule).default([]).describe('Evidence that a release must have. Default: none.'),
  })
  .describe('What a release of the environment must have before it is built. Default: nothing beyond the rules.');

export type ReleaseRules = z.output<typeof releaseSchema>;
