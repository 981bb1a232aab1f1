import { type Cloud, cloudFacts } from '../../../environments/facts';
import { freeTierFiles } from './price-files';
import { type FreeTierFile, freeTierFile } from './price-schema';

/** What a cloud gives each month for nothing, once for all that one account pays. */
export type FreeTier = FreeTierFile['lists'][number]['tiers'][number] &
  Pick<FreeTierFile['lists'][number], 'source' | 'date' | 'confidence'> & { readonly cloud: Cloud };

/**
 * What clouds always give. Trials that end after a year are not in it.
 * @throws ZodError when a file is not of the schema
 */
export const freeTiers = (files: Readonly<Record<Cloud, unknown>> = freeTierFiles): FreeTier[] =>
  (Object.keys(cloudFacts) as Cloud[]).flatMap((cloud) =>
    freeTierFile
      .parse(files[cloud])
      .lists.flatMap(({ tiers, ...told }) => tiers.map((tier) => ({ ...tier, ...told, cloud }))),
  );
