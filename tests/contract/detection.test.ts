import { alertNames, type CapabilityId, capabilities, kebabCase } from '../../constructs/contracts';
import type { CloudSite, DetectionSettings } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import { awsSite, azureSite, googleSite, organisationTrails } from '../fixtures/sites';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

const ids = (Object.keys(capabilities) as CapabilityId[]).filter((id) => id.startsWith('detection.'));

const settings: DetectionSettings = {
  trailRetention: 'locked',
  threatDetection: true,
  configurationRecording: true,
  alertsTo: ['platform@example.com', 'pager@example.com'],
};

interface Case {
  readonly site: (overrides?: object) => CloudSite;
  /** Promises that the cloud openly does not make. */
  readonly absent: readonly CapabilityId[];
  /** What says that somebody may lift the retention of the trail. */
  readonly administered: RegExp;
  readonly paid: RegExp;
  readonly recorded: RegExp | undefined;
}

const clouds: [cloud: string, Case][] = [
  [
    'aws',
    {
      site: (overrides) => awsSite({ ...organisationTrails.aws, ...overrides }),
      absent: [],
      administered: /"mode": "GOVERNANCE"/,
      paid: /aws_guardduty|aws_securityhub/,
      recorded: /aws_config_/,
    },
  ],
  [
    'google',
    {
      site: (overrides) => googleSite({ ...organisationTrails.google, ...overrides }),
      absent: ['detection.threats', 'detection.posture'],
      administered: /"locked": false/,
      paid: /nothing of Google's is paid here/,
      recorded: /cloud_asset|pubsub/,
    },
  ],
  [
    'azure',
    {
      site: (overrides) => azureSite({ ...organisationTrails.azure, ...overrides }),
      absent: ['detection.configuration'],
      administered: /"locked": false/,
      paid: /azurerm_security_center|microsoft_defender/,
      recorded: undefined,
    },
  ],
];

const watched = (overrides: Partial<DetectionSettings> = {}) => ({
  governance: { detection: { ...settings, ...overrides } },
});

const statuses = (built: SynthesizedSite, site: CloudSite) =>
  Object.fromEntries(
    checkParity({ stacks: built.stacks, manifests: built.manifests }, built.model.evidence, promises(site)).map(
      ({ capability, status }) => [capability, status],
    ),
  );

describe.each(clouds)('detection on %s', (_cloud, { site, absent, administered, paid, recorded }) => {
  let built: SynthesizedSite;
  beforeAll(async () => {
    built = await synthesizeSite(site(watched()));
  });

  const unasked = (id: CapabilityId): string => (absent.includes(id) ? 'absent' : 'idle');

  it('keeps every promise, or says openly that it does not', () => {
    const all = statuses(built, site(watched()));
    expect(all).toMatchObject(Object.fromEntries(ids.map((id) => [id, absent.includes(id) ? 'absent' : 'kept'])));
    expect(Object.values(all)).not.toContain('broken');
  });

  it('has every alert, and mails them to everybody who is named', () => {
    const text = JSON.stringify(built.stacks.governance);
    for (const alert of alertNames) expect(text).toContain(kebabCase(alert));
    for (const address of settings.alertsTo) expect(text).toContain(address);
  });

  it('is made before the network, and after the place for its state', () => {
    const { state, governance, network } = built.model.stacks;
    expect(governance?.dependencies).toEqual([state]);
    expect(network?.dependencies).toContain(governance);
  });

  it('keeps nothing outside the region of the site', () => {
    const places = JSON.stringify(built.stacks.governance?.resource).match(
      /"(location|region|allowed_persistence_regions)":(\["[^"]+"\]|"[^"]+")/g,
    );
    const region = site().region;
    // Who handles mails on Azure is the whole world's, unless the region has a service of its own.
    expect(
      [...new Set(places ?? [])].filter((place) => !place.includes(region) && !place.endsWith(':"global"')),
    ).toEqual([]);
  });

  it('locks nothing for good where the environment says so', async () => {
    const open = { ...watched({ trailRetention: 'administered' }), deletionProtection: false };
    const { stacks, ...rest } = await synthesizeSite(site(open));
    const text = JSON.stringify({ ...stacks.governance, network: stacks.network }, undefined, 1);
    expect(text).toMatch(administered);
    expect(text).not.toMatch(/COMPLIANCE|"(is_)?locked": true/);
    expect(statuses({ stacks, ...rest }, site(open))['detection.trail-locked']).toBe('idle');
  });

  it('does without what is paid for, and promises it no more', async () => {
    const cheap = site(watched({ threatDetection: false, configurationRecording: false }));
    const without = await synthesizeSite(cheap);
    expect(without.text).not.toMatch(paid);
    if (recorded) expect(JSON.stringify(without.stacks.governance)).not.toMatch(recorded);
    expect(statuses(without, cheap)).toMatchObject({
      'detection.trail': 'kept',
      'detection.alerts': 'kept',
      'detection.threats': unasked('detection.threats'),
      'detection.configuration': unasked('detection.configuration'),
      'detection.posture': unasked('detection.posture'),
    });
    expect(Object.values(statuses(without, cheap))).not.toContain('broken');
  });

  it('is not there where the organisation watches, and nothing else breaks', async () => {
    const central = site({ governance: {}, organisationTrail: undefined });
    const without = await synthesizeSite(central);
    expect(without.stacks.governance).toBeUndefined();
    const all = statuses(without, central);
    expect(ids.map((id) => all[id])).toEqual(ids.map(unasked));
    expect(Object.values(all)).not.toContain('broken');
  });
});

describe('images in a registry of Azure', () => {
  const registry = { repositories: ['models/churn'], untaggedDays: 14, mirrors: true };
  const scanned = async (detection?: DetectionSettings) => {
    const site = azureSite({ registry, governance: detection ? { detection } : {} });
    return statuses(await synthesizeSite(site), site)['registry.scanned'];
  };

  it('are scanned where threats are looked for, and openly not where they are not', async () => {
    expect([await scanned(settings), await scanned({ ...settings, threatDetection: false }), await scanned()]).toEqual([
      'kept',
      'absent',
      'absent',
    ]);
  });
});
