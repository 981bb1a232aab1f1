import { z } from 'zod';

/** Roles that people can have on a site; each brings rights in the cloud and in the cluster. */
const roles = (one: z.ZodType<string>, breakGlass: z.ZodType<string> = one) => ({
  viewers: z
    .array(one)
    .max(20)
    .default([])
    .describe('Read everything but secrets and the content of stores, in the cloud and in the cluster.'),
  operators: z
    .array(one)
    .max(20)
    .default([])
    .describe('Read as viewers do; restart and scale, forward ports, promote and abort releases, pause schedules.'),
  breakGlass: z
    .array(breakGlass)
    .min(1)
    .max(10)
    .describe('May do everything for an hour, after signing in twice over, and the contact is told of every use.'),
});

const described = 'Who may do what, beside the pipeline';

const awsPrincipal = z
  .string()
  .regex(/^arn:aws:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/, 'ARN of an IAM role or user, without wildcards');
const awsUser = z
  .string()
  .regex(
    /^arn:aws:iam::\d{12}:user\/[\w+=,.@/-]+$/,
    'ARN of an IAM user: the session of a role does not say whether somebody signed in with a second factor',
  );
const groupNames = z.array(z.string().min(1).max(128)).max(20).default([]);

export const awsPeopleSchema = z
  .strictObject({
    ...roles(awsPrincipal, awsUser),
    oidc: z
      .strictObject({
        issuer: z.url({ protocol: /^https$/ }).describe('Identity provider; EKS must reach it over the internet.'),
        clientId: z.string().min(1).describe('What tokens for the cluster are issued to.'),
        usernameClaim: z.string().min(1).default('email').describe('Claim with the name of the person.'),
        groupsClaim: z.string().min(1).default('groups').describe('Claim with the groups of the person.'),
        viewers: groupNames.describe('Groups of the provider that are viewers of the cluster.'),
        operators: groupNames.describe('Groups of the provider that are operators of the cluster.'),
      })
      .optional()
      .describe('Groups of an identity provider, for the cluster alone; default: IAM is the only way in.'),
  })
  .describe(`${described}: ARNs of IAM roles or users.`);

const googleGroup = z.email();
const domainOf = (group: string): string => group.replace(/^.*@/, '');

export const googlePeopleSchema = z
  .strictObject(roles(googleGroup))
  .refine(
    ({ viewers, operators }) => new Set([...viewers, ...operators].map(domainOf)).size <= 1,
    'viewers and operators must be groups of one domain: GKE looks them up in its group gke-security-groups@<domain>',
  )
  .describe(`${described}: addresses of Google groups.`);

export const azurePeopleSchema = z.strictObject(roles(z.guid())).describe(`${described}: object ids of Entra groups.`);
