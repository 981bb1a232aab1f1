import { Testing } from 'cdk8s';
import { secret } from '../../../../constructs/aws/data/secret';
import { awsSite } from '../../../fixtures/sites';
import { named, resourcesOf, statementsOf, synthesize } from '../aws-stacks';

const { data } = synthesize();

const request = {
  site: awsSite(),
  service: 'tracking',
  namespace: 'tracking',
  name: 'passphrase',
  need: { kind: 'secret', length: 48, boundTo: 'data' },
} as const;

describe('secret', () => {
  it('is encrypted with an own key, recoverable and closed to other accounts', () => {
    for (const stored of resourcesOf(data, 'aws_secretsmanager_secret')) {
      expect(stored).toMatchObject({
        kms_key_id: expect.stringMatching(/aws_kms_key\.tracking_key/),
        recovery_window_in_days: 30,
      });
      expect(statementsOf(stored.policy)).toEqual([
        expect.objectContaining({
          Effect: 'Deny',
          Condition: { StringNotEquals: { 'aws:PrincipalAccount': '123456789012' } },
        }),
      ]);
    }
  });

  it('is generated while Terraform runs and written, never stored', () => {
    const version = named(data, 'aws_secretsmanager_secret_version', 'passphrase');
    expect(version.secret_string_wo).toMatch(/^\$\{ephemeral\.random_password\.\w+\.result\}$/);
    expect(version).not.toHaveProperty('secret_string');
    const lengths = Object.values<{ length: number; special: boolean }>(data.ephemeral.random_password);
    expect(lengths.map(({ length, special }) => [length, special]).sort()).toEqual([
      [40, false],
      [48, false],
    ]);
  });

  it('is copied into the namespace of its service', () => {
    const chart = Testing.chart();
    secret.manifests(chart, request);
    expect(secret.bind(request)).toEqual({ secretName: 'tracking-passphrase' });
    expect(Testing.synth(chart)[0].spec.data).toEqual([
      { secretKey: 'value', remoteRef: { key: 'evenkeel/test-aws-eu-west-1/tracking/passphrase' } },
    ]);
  });
});
