import { volumesEvidence as ofDisks } from '../../kubernetes/volumes-evidence';

/** Where volumes on EBS show their promises. */
export const volumesEvidence = ofDisks({
  driver: 'ebs.csi.aws.com',
  ownKey: [
    { path: 'parameters.kmsKeyId', is: { matches: /^arn:aws:kms:.*:(alias|key)\// } },
    { path: 'parameters.encrypted', is: { equals: 'true' } },
  ],
  fast: { path: 'parameters.iops', is: { matches: /^\d{5}$/ } },
  snapshots: {
    in: 'cluster',
    type: 'aws_eks_addon',
    path: 'addon_name',
    is: { equals: 'snapshot-controller' },
    quantifier: 'some',
  },
});
