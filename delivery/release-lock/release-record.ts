import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalText } from '../../policies/drills/evidence-signature';

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'a digest is sha256: and 64 hexadecimal digits');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 is 64 hexadecimal digits');
/** Names come from files of many hands, and are printed on terminals and in commits. */
const name = z
  .string()
  .min(1)
  .max(300)
  .regex(/^\P{C}+$/u, 'a name without control characters');
const versions = z.array(name);

export const imagesSchema = z.record(name, digest);

export const operatorsSchema = z.record(
  name,
  z.strictObject({
    chart: name,
    kinds: z.record(name, z.strictObject({ served: versions, stored: versions })),
  }),
);

/** By whom a model is kept, and which of its versions runs. */
const modelSchema = z.strictObject({
  from: name,
  name,
  /** Of the registry, commit of the hub, or folder of the bucket; `null`: it goes by an alias, which somebody may move. */
  version: name.nullable(),
  alias: name.optional(),
  digest: digest.optional(),
});

/** Feature views are defined in Git; `version` is the tag or commit of the definitions. */
const featureViewsSchema = z.strictObject({ repository: name, folder: name, version: name });

export const componentsSchema = z.strictObject({
  /** Version of Evenkeel. */
  evenkeel: name,
  /** SHA-256 of the schema that environment files are held to. */
  environmentSchema: sha256,
  /** Minor version, e.g. `1.35`. */
  kubernetes: name,
  /** Full name with its tag to its digest; `null`: none is known, so the tag decides what runs. */
  images: z.record(name, digest.nullable()),
  /** Helm chart to version. */
  charts: z.record(name, name),
  /** Operator to the version of its chart and the versions of its custom resources. */
  operators: operatorsSchema,
  /** Terraform provider source to version constraint. */
  providers: z.record(name, name),
  /** `<service>/<model>` to what it loads. */
  models: z.record(name, modelSchema),
  /** Folder of definitions to where they come from. */
  featureViews: z.record(name, featureViewsSchema),
});

/** Everything that runs in an environment, whichever environment it is. */
export type ReleaseComponents = z.output<typeof componentsSchema>;

const evidenceKinds = ['build', 'proof', 'scan', 'drill', 'cost', 'sbom', 'signatures'] as const;

const evidenceSchema = z.strictObject({
  kind: z.enum(evidenceKinds),
  /** Tells two of one kind apart: a file, a scenario. */
  name,
  /** When what it speaks of was found, as the evidence itself says; never the time of recording. */
  at: z.iso.datetime(),
  /** Of the file, or of the canonical text of what was found. */
  sha256,
  /** For people, e.g. `412 passed, 0 failed`. */
  says: name,
  ok: z.boolean(),
});

/** What speaks for a release in one environment. */
export type ReleaseEvidence = z.output<typeof evidenceSchema>;
export type EvidenceKind = ReleaseEvidence['kind'];

/** In the order of a lock. */
export const sortedEvidence = (evidence: readonly ReleaseEvidence[]): ReleaseEvidence[] =>
  [...evidence].sort((a, b) => (`${a.kind}/${a.name}` < `${b.kind}/${b.name}` ? -1 : 1));

/** An image whose signature was verified, and by whose key. */
const signatureSchema = z.strictObject({ image: name, digest, publicKeySha256: sha256 });
export type VerifiedSignature = z.output<typeof signatureSchema>;

export const releaseRecordSchema = z.strictObject({
  /** SHA-256 over the components: equal wherever the same release runs. */
  id: sha256,
  components: componentsSchema,
  /** Components that the environment has of its own, by their paths (see `componentPaths`). Default: none. */
  own: z.record(name, name).default({}),
  /** Site to what was rendered for it. */
  sites: z.record(name, z.strictObject({ infrastructureSha256: sha256, contentSha256: sha256 })),
  /** The last commit that changed what is built; missing: the environment lies in no Git repository. */
  source: z
    .strictObject({
      commit: z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, 'a commit'),
      at: z.iso.datetime(),
      repository: name.optional(),
    })
    .optional(),
  signatures: z.array(signatureSchema).default([]),
  evidence: z.array(evidenceSchema).default([]),
});

/** A release as one environment has it. */
export type ReleaseRecord = z.output<typeof releaseRecordSchema>;

/** The name of a release: the same components have the same one in every environment. */
export const releaseId = (components: ReleaseComponents): string =>
  createHash('sha256')
    .update(`evenkeel release 1\n${canonicalText(components)}`)
    .digest('hex');
