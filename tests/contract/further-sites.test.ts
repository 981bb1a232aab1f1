import { alertNames, type CapabilityId, kebabCase } from '../../constructs/contracts';
import { type CloudSite, planAddresses } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { SiteOutput } from '../../policies/site-output';
import { awsSite, azureSite, googleSite } from '../fixtures/sites';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

type Make = (overrides: object) => CloudSite;

interface Pair {
  readonly first: CloudSite;
  readonly second: CloudSite;
}

/** Two sites of one environment in two regions of one account. */
function pair(make: Make, region: string, zones: readonly string[]): Pair {
  const alone = make({});
  const name = `test-${alone.cloud}-${region}`;
  const accountSites = [alone.name, name];
  return {
    first: make({ accountSites }),
    second: make({
      accountSites,
      name,
      region,
      zones,
      role: 'standby',
      addresses: planAddresses('10.0.0.0/8', 9),
      governance: { detection: alone.governance?.detection },
      tags: { ...alone.tags, site: name },
    }),
  };
}

const clouds: readonly (readonly [string, Pair, readonly string[]])[] = [
  [
    'aws',
    pair(awsSite as Make, 'eu-central-1', ['eu-central-1a', 'eu-central-1b', 'eu-central-1c']),
    // Findings and the recorder are of a region: their alerts, too.
    ['detection.alerts', 'detection.configuration', 'detection.threats', 'detection.posture'],
  ],
  [
    'google',
    pair(googleSite as Make, 'europe-west4', ['europe-west4-a', 'europe-west4-b', 'europe-west4-c']),
    // Each site archives the logs of the project in its region.
    ['detection.trail', 'detection.trail-own-key', 'detection.trail-retention', 'detection.trail-locked'],
  ],
  ['azure', pair(azureSite as Make, 'swedencentral', ['1', '2', '3']), ['detection.alerts', 'detection.threats']],
];

/** What an account has in each region, without a name of its own. */
const regional = ['aws_config_retention_configuration', 'aws_guardduty_detector', 'aws_securityhub_account'];
/** What lies in the cluster of each site. */
const inCluster = /^(kubernetes|helm)_/;
/** Switches of a project that are what they are however often they are set, and keep what they are when one lets go. */
const switches = ['google_project_service'];
/** Rights of pods: both clusters of a project know them by the same name. */
const ofPods = /subject\/ns\//;

/** Resources that both sites would make of the same thing: alike in everything that does not refer to others. */
function madeTwice(one: SiteOutput, other: SiteOutput): string[] {
  const bodies = ({ stacks }: SiteOutput) =>
    Object.values(stacks).flatMap((stack) =>
      Object.entries(stack?.resource ?? {}).flatMap(([type, instances]) =>
        Object.values(instances as Record<string, unknown>).map((body) => ({
          type,
          text: JSON.stringify({ ...(body as object), '//': undefined }),
        })),
      ),
    );
  const seen = new Set(bodies(one).map(({ type, text }) => `${type} ${text}`));
  return bodies(other)
    .filter(({ type, text }) => seen.has(`${type} ${text}`))
    .filter(
      ({ type, text }) =>
        ![...regional, ...switches].includes(type) &&
        !inCluster.test(type) &&
        !ofPods.test(text) &&
        !text.includes('${'),
    )
    .map(({ type, text }) => `${type} ${text}`);
}

describe.each(clouds)('two sites in one account on %s', (_cloud, { first, second }, kept) => {
  let firstBuilt: SynthesizedSite;
  let secondBuilt: SynthesizedSite;
  beforeAll(async () => {
    firstBuilt = await synthesizeSite(first);
    secondBuilt = await synthesizeSite(second);
  });

  const statuses = (built: SynthesizedSite, site: CloudSite) =>
    Object.fromEntries(
      checkParity({ stacks: built.stacks, manifests: built.manifests }, built.model.evidence, promises(site)).map(
        ({ capability, status }) => [capability, status],
      ),
    );

  it('break no promise, and the first keeps what it kept alone', async () => {
    const alone = { ...first, accountSites: undefined };
    expect(statuses(firstBuilt, first)).toEqual(statuses(await synthesizeSite(alone), alone));
    expect(Object.entries(statuses(secondBuilt, second)).filter(([, status]) => status === 'broken')).toEqual([]);
  });

  it('make nothing twice', () => {
    const [one, other] = [firstBuilt, secondBuilt].map(({ stacks, manifests }): SiteOutput => ({ stacks, manifests }));
    expect(one && other ? madeTwice(one, other) : ['not built']).toEqual([]);
  });

  it('watch every region: the second what its cloud has there, openly nothing else', () => {
    const all = statuses(secondBuilt, second);
    for (const capability of kept) expect([capability, all[capability as CapabilityId]]).toEqual([capability, 'kept']);
    expect(Object.values(all)).toContain('absent');
    const text = JSON.stringify(firstBuilt.stacks.governance);
    for (const alert of alertNames) expect(text.includes(kebabCase(alert))).toBe(true);
  });
});
