import { type CapabilityId, capabilities, requestsOf, serviceTenants } from '../../constructs/contracts';
import type { CloudSite } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import { featureStore, llm, tracking } from '../../services';
import { awsSite, azureSite, googleSite } from '../fixtures/sites';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

const ids = (Object.keys(capabilities) as CapabilityId[]).filter(
  (id) => id.startsWith('cache.') && !id.includes('.alarm-'),
);
const providers = { ...awsSite().providers, cache: 'managed' } as const;
const services = {
  tracking: tracking.config.parse({}),
  featureStore: featureStore.config.parse({}),
  llm: llm.config.parse({}),
};

const clouds: [cloud: string, site: CloudSite, absent: readonly CapabilityId[]][] = [
  ['aws', awsSite({ providers, services }), []],
  ['google', googleSite({ providers, services }), ['cache.password-not-in-state']],
];

describe.each(clouds)('managed caches on %s', (_cloud, site, absent) => {
  let built: SynthesizedSite;
  beforeAll(async () => {
    built = await synthesizeSite(site);
  });

  it('keep every promise, or say openly that they do not', () => {
    const results = checkParity(
      { stacks: built.stacks, manifests: built.manifests },
      built.model.evidence,
      promises(site),
    );
    expect(Object.fromEntries(results.map(({ capability, status }) => [capability, status]))).toMatchObject(
      Object.fromEntries(ids.map((id) => [id, absent.includes(id) ? 'absent' : 'kept'])),
    );
    expect(results).toContainEqual(expect.objectContaining({ capability: 'secret.not-in-state', status: 'kept' }));
  });

  it('bind to names that are known now, and to TLS on one port of the private network', () => {
    const requests = serviceTenants(site).flatMap((tenant) => requestsOf(site, tenant, 'cache'));
    const bindings = requests.map((request) => built.model.providerOf('cache').bind(request));
    expect(bindings.map(({ secretName }) => secretName)).toEqual(['feature-store-online', 'llm-counters']);
    expect(JSON.stringify(bindings)).not.toContain('$');
    for (const { egress } of bindings) {
      for (const peer of egress) expect(peer).toMatchObject({ cidr: expect.any(String), ports: [{ port: 6379 }] });
    }
  });

  it('leave no secret in state', () => {
    const values = Object.values(built.stacks.data?.resource ?? {}).flatMap((resources) => Object.values(resources));
    for (const value of values as object[]) {
      const kept = Object.entries(value).filter(([name]) => !name.endsWith('_wo'));
      expect(JSON.stringify(kept)).not.toContain('ephemeral.');
      expect(kept.map(([name]) => name)).not.toContain('auth_token');
    }
  });
});

it('Azure has no managed cache: nothing is made that would leak a key', async () => {
  const site = azureSite({ providers, services });
  await expect(synthesizeSite(site)).rejects.toThrow(/NEED_UNMET .*access keys.*into its state/);
  const inside = await synthesizeSite(azureSite({ services }));
  expect(inside.text).not.toContain('azurerm_managed_redis');
});
