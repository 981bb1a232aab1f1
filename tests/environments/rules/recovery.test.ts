import { InputError, resolveEnvironment } from '../../../environments/schema';
import { environmentInput } from '../../fixtures/environment';
import { aws, awsNext } from './cases/words';

const providers = { postgres: 'in-cluster' } as const;

const found = (overrides: Parameters<typeof environmentInput>[0]): string[] => {
  try {
    resolveEnvironment(environmentInput(overrides), 'environments/test.ts');
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message.split('\n');
  }
};

it('an objective that cannot be met is refused with the store, the best it can do and what would', () => {
  expect(
    found({
      sites: [aws, awsNext],
      recovery: { tier: 'backup', rpoMinutes: 15, rtoMinutes: 240 },
    }),
  ).toMatchInlineSnapshot(`
    [
      "RECOVERY_UNREACHABLE environments/test.ts recovery.rpoMinutes: tracking: "database" (postgres of aws) misses its objective after loss of the site, on test-aws-eu-central-1; the best that tier 'backup' pays for is "Automated backups of RDS, replicated": RPO 30 min, 80 min to restore (got 15)",
      "    allowed: tier: 'pilot-light' (Cross-region read replica of RDS), rpoMinutes: 30 (Automated backups of RDS, replicated), dataClass: 'rebuildable', if it can be made anew",
      "    fix: use one of the choices for tracking",
    ]
  `);
});

it('a copy that nobody can delete is refused with the words that bring one', () => {
  expect(
    found({
      sites: [
        { ...aws, providers },
        { ...awsNext, providers },
      ],

      services: { databases: { postgres: { notes: {} } } },
      recovery: {
        tier: 'warm-standby',
        rpoMinutes: 240,
        rtoMinutes: 240,
        services: { databases: { dataClass: 'regulated' } },
      },
    }),
  ).toMatchInlineSnapshot(`
    [
      "RECOVERY_UNREACHABLE environments/test.ts recovery.services.databases.dataClass: databases: "postgresNotes" (postgres in the cluster) misses its objective after an attack on the backups; nothing that tier 'warm-standby' pays for brings it back (got "regulated")",
      "    allowed: sites[].providers.postgres: 'managed' (Daily snapshots of RDS in a locked vault), dataClass: 'business', without copies that nobody can delete",
      "    fix: use one of the choices for databases",
    ]
  `);
});
