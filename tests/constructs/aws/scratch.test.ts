import { mkdirSync, writeFileSync } from 'node:fs';
import { awsSite } from '../../fixtures/sites';
import { synthesize } from './aws-stacks';

test('out', () => {
  for (const [v, o] of [
    ['prod', {}],
    ['dev', { deletionProtection: false, natGateways: 'single', auditLogRetentionDays: 30, ci: undefined }],
    ['long', { name: 'a'.repeat(40) }],
  ] as const)
    for (const [n, j] of Object.entries(synthesize(o))) {
      mkdirSync(`/tmp/aws-agent/out/${v}/${n}`, { recursive: true });
      writeFileSync(`/tmp/aws-agent/out/${v}/${n}/cdk.tf.json`, JSON.stringify(j, null, 2));
    }
});
