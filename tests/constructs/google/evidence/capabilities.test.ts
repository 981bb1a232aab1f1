import type { StackName } from '../../../../constructs/contracts';
import { platform } from '../../../../constructs/google';
import type { GoogleSite } from '../../../../environments/model';
import { checkParity } from '../../../../policies/parity';
import { promises } from '../../../../policies/promises';
import { tracking } from '../../../../services';
import { googleSite } from '../../../fixtures/sites';
import { type Json, synthesize } from '../google-stacks';

const broken = (overrides: Partial<GoogleSite>, change: (stacks: Record<string, Json>) => void = () => {}) => {
  const stacks = synthesize(overrides) as Partial<Record<StackName, Json>>;
  change(stacks);
  return (
    checkParity({ stacks, manifests: [] }, platform.evidence, promises(googleSite(overrides)))
      .filter(({ status }) => status === 'broken')
      .map(({ capability }) => capability)
      // What charts apply as it is: see `tests/contract`.
      .filter((capability) => !capability.startsWith('volumes.'))
  );
};

const frugal: Partial<GoogleSite> = {
  deletionProtection: false,
  natGateways: 'single',
  auditLogRetentionDays: 30,
  ci: undefined,
  services: {
    tracking: tracking.config.parse({ highlyAvailable: false, backupRetentionDays: 7, size: 'small', ownKey: false }),
  },
};

describe('capabilities', () => {
  it('keeps every promise of a production site', () => {
    expect(broken({})).toEqual([]);
  });

  it('keeps every promise that a small unprotected site makes', () => {
    expect(broken(frugal)).toEqual([]);
  });

  it.each([
    ['state.versioned', 'state', 'google_storage_bucket', (r: Json) => (r.versioning.enabled = false)],
    ['cluster.network-policy', 'cluster', 'google_container_cluster', (r: Json) => delete r.datapath_provider],
    [
      'cluster.disks-own-key',
      'cluster',
      'google_container_node_pool',
      (r: Json) => delete r.node_config.boot_disk_kms_key,
    ],
    [
      'postgres.tls-only',
      'data',
      'google_sql_database_instance',
      (r: Json) => delete r.settings.ip_configuration.ssl_mode,
    ],
    ['secret.own-key', 'data', 'google_secret_manager_secret', (r: Json) => (r.replication = { auto: {} })],
    [
      'secret.not-in-state',
      'data',
      'google_secret_manager_secret_version',
      (r: Json) => (r.secret_data_wo = '$${ephemeral.random_password.text.result}'),
    ],
    ['key.rotated', 'data', 'google_kms_crypto_key', (r: Json) => delete r.rotation_period],
  ])('sees %s broken', (capability, stack, type, spoil) => {
    const found = broken({}, (stacks) => Object.values<Json>(stacks[stack].resource[type]).forEach(spoil));
    expect(found).toContain(capability);
  });
});
