import { z } from 'zod';

const because = z
  .string()
  .min(10)
  .max(200)
  .optional()
  .describe('Why an environment that is free to delete keeps it; asked for there. Default: none.');

const describe =
  'The trail of this account becomes that of its whole organisation, whose members all write to it. One site of a cloud may keep it. Default: it is of this account alone.';

/** Leave of one site to keep the trail of its whole organisation, in the words of its cloud. */
export const organisationTrailSchemas = {
  aws: z
    .strictObject({
      organisationId: z
        .string()
        .regex(/^o-[a-z0-9]{10,32}$/, 'o- and 10 to 32 letters and digits')
        .describe('Id of the organisation: part of the paths of its files.'),
      managementAccountId: z
        .string()
        .regex(/^\d{12}$/, 'twelve digits')
        .optional()
        .describe(
          'Management account, to which the trail belongs where a delegated administrator makes it. Default: the account of the site.',
        ),
      because,
    })
    .optional()
    .describe(describe),
  google: z
    .strictObject({
      organisationId: z
        .string()
        .regex(/^\d{6,20}$/, 'digits')
        .describe("The organisation's number."),
      because,
    })
    .optional()
    .describe(describe),
  azure: z
    .strictObject({
      managementGroupId: z
        .string()
        .regex(/^[\w().-]{1,90}$/, 'at most 90 letters, digits, dots, dashes, brackets and underscores')
        .describe('Management group whose subscriptions write to it; that of the tenant has the id of the tenant.'),
      because,
    })
    .optional()
    .describe(describe),
};
