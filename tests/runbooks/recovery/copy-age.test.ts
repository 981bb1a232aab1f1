import type { CommandRunner } from '../../../runbooks/engine/command-runner';
import type { RecoveryContext } from '../../../runbooks/recovery/recovery-scope';
import { siteInputs } from '../../fixtures/environment';
import { testClock } from '../../fixtures/test-clock';
import { bound, recoveryEnvironment } from '../recovery-input';

const now = new Date('2026-11-20T12:00:00Z');
const google = 'test-google-europe-west1';

/** Buckets of Azure answer inside only, so its own jobs push their copies: they are measured on the site that is lost. */
const environment = recoveryEnvironment({
  recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 1440 },
  services: { tracking: {} },
  sites: [
    { ...siteInputs.azure, role: 'primary' },
    { ...siteInputs.google, role: 'standby' },
  ],
});

const measured = (stores: readonly string[]): string =>
  JSON.stringify({ data: { result: stores.map((store) => ({ metric: { store }, value: [0, '60'] })) } });

/** What a failover to Google Cloud is told about its copies. */
async function findingsOf(
  { records, prometheus }: { readonly records: string; readonly prometheus: string | { readonly broken: string } },
  options: Readonly<Record<string, string>> = {},
) {
  const { runbook, input } = await bound('failover', { to: google, ...options }, environment);
  const asked: string[] = [];
  const commands: CommandRunner = {
    run: async ({ program, args, reaches }) => {
      const text = [program, ...args].join(' ');
      asked.push(`${reaches} ${text}`);
      if (/\.evenkeel\/copied\//.test(text)) return { exitCode: 0, stdout: records, stderr: '' };
      if (!/recovery_copy_age/.test(text)) return { exitCode: 0, stdout: '', stderr: '' };
      return typeof prometheus === 'string'
        ? { exitCode: 0, stdout: prometheus, stderr: '' }
        : { exitCode: 1, stdout: '', stderr: prometheus.broken };
    },
  };
  const context: RecoveryContext = {
    commands,
    clock: { ...testClock(), now: () => now },
    statedRoles: async () => ({ primary: '', lineage: 1 }),
  };
  const [guard] = runbook.guards?.(input) ?? [];
  return { findings: (await guard?.findings(context)) ?? [], asked };
}

const byJobs = measured(['tracking-database']);
const record = (time: string): string => `.evenkeel/copied/${time}.json\n`;

it('asks the buckets themselves how old a copy is that the lost site pushed', async () => {
  const fresh = record('20261119T230000Z') + record('20261120T110000Z');
  const { findings, asked } = await findingsOf({ records: fresh, prometheus: byJobs });
  expect(findings).toEqual([]);
  expect(asked.filter((one) => !one.startsWith(google))).toEqual([]);
  expect(asked.filter((one) => one.includes('gcloud storage objects list')).length).toBeGreaterThan(1);
});

it('refuses a copy whose newest whole pass is too long ago, and one without any', async () => {
  const old = await findingsOf({ records: record('20261120T070000Z'), prometheus: byJobs });
  expect(old.findings[0]).toMatchObject({
    code: 'DATA_LOSS',
    message: 'its copy is 300 min old, and 240 min may be lost; nothing was changed',
  });
  const none = await findingsOf({ records: 'None\n', prometheus: byJobs });
  expect(none.findings.map(({ place }) => place)).toContain(`tracking-artifacts on ${google}`);
  expect(none.findings[0]?.message).toContain('says how old its copy is; nothing was changed');
});

it('says who does not answer, and lets somebody answer for it: the standby may have lost its Prometheus, too', async () => {
  const broken = { records: record('20261120T110000Z'), prometheus: { broken: 'no endpoints available' } };
  const { findings } = await findingsOf(broken);
  expect(findings.map(({ place }) => place)).toEqual([`tracking-database on ${google}`]);
  expect(findings[0]?.message).toContain('no endpoints available');
  expect((await findingsOf(broken, { 'accept-data-loss': '240' })).findings).toEqual([]);
});
