import type { CapabilityId } from '../../constructs/contracts';
import { renderSiteOutput } from '../../delivery/site-output';
import type { CloudSite } from '../../environments/model';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { SiteOutput } from '../../policies/site-output';
import { environmentInput } from '../fixtures/environment';

const sites = resolveEnvironment(
  environmentInput({
    recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 720 },
    deletionProtection: true,
  } as never),
).sites as CloudSite[];

const ids: readonly CapabilityId[] = ['recovery.state-backups', 'recovery.state-backups-locked'];

describe.each(sites.map((site) => [site.cloud, site] as const))('backups of the cluster on %s', (_cloud, site) => {
  let made: SiteOutput;
  let evidence: Awaited<ReturnType<typeof renderSiteOutput>>['model']['evidence'];
  beforeAll(async () => {
    const rendered = await renderSiteOutput(site);
    made = rendered.output;
    evidence = rendered.model.evidence;
  });

  const statusOf = (of: SiteOutput) =>
    checkParity(of, evidence, promises(site)).flatMap(({ capability, status }) =>
      ids.includes(capability) ? [[capability, status]] : [],
    );

  it('are made, and nobody can destroy them', () =>
    expect(Object.fromEntries(statusOf(made))).toEqual({
      'recovery.state-backups': 'kept',
      'recovery.state-backups-locked': 'kept',
    }));

  it('are not promised where no recovery is', () =>
    expect(ids.filter(promises({ ...site, recovery: undefined }))).toEqual([]));

  it.each([
    ['a schedule is paused', 'Schedule', { paused: true }],
    ['a place wants a key', 'BackupStorageLocation', { credential: { name: 'keys', key: 'cloud' } }],
  ])('are missed where %s', (_why, kind, wrong) => {
    const manifests = made.manifests.map((one) =>
      one.kind === kind ? { ...one, spec: { ...(one.spec as object), ...wrong } } : one,
    );
    expect(Object.fromEntries(statusOf({ ...made, manifests }))['recovery.state-backups']).toBe('broken');
  });

  it('are missed where locks are gone', () => {
    const data = JSON.parse(
      JSON.stringify(made.stacks.data)
        .replaceAll('"COMPLIANCE"', '"GOVERNANCE"')
        .replaceAll('"retention_duration_seconds":1209600', '"retention_duration_seconds":604800')
        .replaceAll('"locked":true', '"locked":false'),
    );
    expect(Object.fromEntries(statusOf({ ...made, stacks: { ...made.stacks, data } }))).toMatchObject({
      'recovery.state-backups-locked': 'broken',
    });
  });

  it('are written by an account that reaches its own bucket and nothing else', () => {
    const text = JSON.stringify(made.stacks.platform);
    expect(text).toMatch(/velero/);
    expect(text).not.toMatch(/ec2:CreateSnapshot|compute\.snapshots|Disk Snapshot Contributor/);
  });
});
