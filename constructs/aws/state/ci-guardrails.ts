import type { AwsSite } from '../../../environments/model';
import { guardrailsOf } from '../../contracts';
import type { Statement } from '../iam';

/** What the pipeline needs to bind the account: one setting of S3, and the role of the organisation that attaches policies. */
export const guardrailStatements = (site: AwsSite): Statement[] =>
  guardrailsOf(site) && site.organisationRole
    ? [
        {
          sid: 'AccountStorage',
          actions: ['s3:GetAccountPublicAccessBlock', 's3:PutAccountPublicAccessBlock'],
          resources: ['*'],
        },
        { sid: 'Organisation', actions: ['sts:AssumeRole'], resources: [site.organisationRole] },
      ]
    : [];
