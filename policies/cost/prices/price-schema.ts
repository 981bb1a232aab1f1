import { z } from 'zod';

/**
 * `high`: read in what is made from the price API of the cloud; `medium`: a list price that was written down by hand, or was
 * read so years ago; `low`: an estimate.
 */
export const confidences = ['low', 'medium', 'high'] as const;
export type Confidence = (typeof confidences)[number];

const told = {
  /** Where the figures come from, and whether they were read there. */
  source: z.string().min(1),
  /** On which they were read, or written down. */
  date: z.iso.date(),
  confidence: z.enum(confidences),
};

const price = z.strictObject({
  /** What is sold, e.g. `machine/m7i.xlarge`; the same word for the same thing on every cloud. */
  item: z.string().regex(/^[a-z][a-z0-9-]*(\/[A-Za-z0-9_.-]+)?$/),
  /** What one of it is, e.g. `hour`, `GiB-month`. */
  unit: z.string().min(1),
  price: z.number().nonnegative(),
});

const priceList = z.strictObject({
  ...told,
  currency: z.literal('USD'),
  /** The same in all regions, so no factor of a region touches it. Default: false. */
  everywhere: z.boolean().optional(),
  prices: z.array(price).min(1),
});

const cloud = z.enum(['aws', 'google', 'azure']);

/** Prices of one region: `prices/<cloud>/<region>.json`. */
export const priceFile = z.strictObject({ cloud, region: z.string().min(1), lists: z.array(priceList).min(1) });

/** How dear regions are against one whose prices are all known: `prices/<cloud>/regions.json`. */
export const regionFile = z.strictObject({
  cloud,
  /** The region whose file has every price. */
  base: z.string().min(1),
  lists: z.array(z.strictObject({ ...told, factors: z.record(z.string(), z.number().positive().max(3)) })).min(1),
});

const freeTier = z
  .strictObject({
    /** One word; with `free-tier/` before it the item of its lines. */
    name: z.string().regex(/^[a-z][a-z0-9-]*$/),
    /** Of the price book, whose quantities count together. */
    items: z.array(z.string().min(1)).min(1),
    /** Where it is given. Default: everywhere. */
    regions: z.array(z.string().min(1)).min(1).optional(),
    /** So much of it, in the unit of the items. */
    quantity: z.number().positive().optional(),
    unit: z.string().min(1).optional(),
    /** Or so much money. */
    usd: z.number().positive().optional(),
  })
  .refine(
    ({ quantity, unit, usd }) =>
      usd === undefined ? quantity !== undefined && unit !== undefined : quantity === undefined,
    'is a quantity with its unit, or money',
  );

/** What a cloud gives each month for nothing, for as long as somebody is its customer: `prices/<cloud>/free-tiers.json`. */
export const freeTierFile = z.strictObject({
  cloud,
  lists: z.array(z.strictObject({ ...told, tiers: z.array(freeTier).min(1) })).min(1),
});

export type FreeTierFile = z.infer<typeof freeTierFile>;
export type PriceFile = z.infer<typeof priceFile>;
export type RegionFile = z.infer<typeof regionFile>;
