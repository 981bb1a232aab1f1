import { join } from 'node:path';
import { isSitePublicCloud } from '../../environments/model';
import { type Environment, resolveEnvironment } from '../../environments/model/resolve-environment';
import type { DrillRecord } from '../../policies/drills/drill-evidence';
import { runDrill } from '../../runbooks/drill/run-drill';
import { drillScenarioDetails } from '../../runbooks/drill/scenarios';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { ClusterGround, intervalSeconds } from './cluster-ground';
import { type ClusterRelease, clusterRelease } from './cluster-site';
import { contentSha256, keepEvidence } from './drill-records';
import { session } from './session';
import { proof } from './skips';

const environment: Environment = resolveEnvironment(
  environmentInput({
    services: { tracking: {} },
    sites: [siteInputs.aws, { ...siteInputs.aws, region: 'eu-central-1', role: 'standby', addressSlot: 1 }],
    recovery: { tier: 'warm-standby', rpoMinutes: 60, rtoMinutes: 360 },
  }),
);

proof('Loss of a cluster', ['velero', 'velero-plugin-for-aws', 'kube-apiserver', 'etcd', 'kubectl', 'moto'], () => {
  let releases: readonly ClusterRelease[];
  let record: DrillRecord;
  const grounds: ClusterGround[] = [];

  beforeAll(async () => {
    releases = await Promise.all(environment.sites.filter(isSitePublicCloud).map((site) => clusterRelease(site)));
    const [primary, standby] = releases as [ClusterRelease, ClusterRelease];
    record = await runDrill(
      {
        scenario: drillScenarioDetails['cluster-loss'],
        ground: 'test',
        from: primary.site.name,
        to: standby.site.name,
        open: async (mechanism) => {
          const dir = join(session().folder, 'cluster-drill', mechanism);
          const ground = await ClusterGround.open({ dir, primary, standby, mechanism });
          grounds.push(ground);
          return ground;
        },
      },
      {
        environment: environment.name,
        releaseSha256: contentSha256(releases.map(({ manifests }) => manifests)),
        // By the shortened time, as the model counts it by the rendered one: four intervals.
        promised: { rpoSeconds: 4 * intervalSeconds, rtoSeconds: 600 },
        patienceSeconds: 60,
        controlPatienceSeconds: 5,
      },
    );
  });

  it('comes back on a site that is built from nothing, within what is promised, and does not without a backup', () =>
    expect({ verdict: record.verdict, reasons: record.reasons }).toEqual({ verdict: 'passed', reasons: [] }));

  it('leaves evidence that a release is held against', () => expect(keepEvidence(record).verdict).toBe('passed'));

  it('loses what was written after the newest backup, and that alone', () => {
    const [on] = record.runs;
    expect(on?.measured.survived).toBeGreaterThan(0);
    expect(on?.measured.duplicated).toBe(0);
    expect(on?.measured.rpoSeconds).toBeLessThanOrEqual(4 * intervalSeconds);
  });

  it('fails in the negative control for want of a backup', () => {
    const [, off] = record.runs;
    expect(off).toMatchObject({ mechanism: 'off', measured: { survived: 0 } });
    expect(off?.failure).toContain('a completed backup of the primary');
  });

  it('measures under the names that alerts go by', () => {
    expect(grounds[0]?.metrics).toMatch(
      new RegExp(`^velero_backup_last_successful_timestamp\\{schedule="${releases[0]?.site.name}-state"\\} 1\\.`, 'm'),
    );
    expect(grounds[0]?.metrics).toMatch(
      new RegExp(`^velero_backup_location_status_gauge\\{backup_location_name="${releases[0]?.site.name}"\\} 1$`, 'm'),
    );
  });
});
