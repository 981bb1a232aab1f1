import type { AwsSite } from '../../../environments/model';
import type { Command } from '../../contracts/command';
import { publicNameTtlSeconds } from '../../contracts/edge';
import { type CheckedCommands, exactly, type MovedName, type NameRecovery } from '../../contracts/recovery-commands';
import { aws } from './call';

const zoneId = (site: AwsSite, domain: string): Command =>
  aws(site, [
    'route53',
    'list-hosted-zones-by-name',
    '--dns-name',
    domain,
    '--query',
    `HostedZones[?Name=='${domain}.' && !Config.PrivateZone].Id | [0]`,
  ]);

const healthCheck = (site: AwsSite, entry: string, what: string): Command =>
  aws(site, [
    'route53',
    'list-health-checks',
    '--query',
    `HealthChecks[?HealthCheckConfig.FullyQualifiedDomainName=='${entry}'].${what} | [0]`,
  ]);

/** Route 53 is in no region of the site: its control plane is its own. */
const global = (command: Command): Command => ({ ...command, reaches: 'dns' });
const globally = (command: Command): Command => ({
  ...global(command),
  lookups: Object.fromEntries(Object.entries(command.lookups ?? {}).map(([name, lookup]) => [name, global(lookup)])),
});

/** A health check that is turned round tells of a site that answers that it does not; that of the other site may still be. */
function moveChecked(zone: AwsSite, { from, to }: MovedName): CheckedCommands {
  const invert = (entry: string, word: '--inverted' | '--no-inverted'): Command =>
    globally(
      aws(zone, ['route53', 'update-health-check', '--health-check-id', '{check}', word], {
        lookups: { check: healthCheck(zone, entry, 'Id') },
      }),
    );
  return {
    commands: [invert(to, '--no-inverted'), invert(from, '--inverted')],
    check: {
      command: global(healthCheck(zone, from, 'HealthCheckConfig.Inverted')),
      expects: /^True$/m,
      untouched: /^False$/m,
      says: `whether the health check of ${from} is turned round`,
    },
    undo: [invert(from, '--no-inverted')],
  };
}

function moveStated(zone: AwsSite, { domain, name, from, to }: MovedName): CheckedCommands {
  const lead = (target: string): Command =>
    globally(
      aws(
        zone,
        [
          'route53',
          'change-resource-record-sets',
          '--hosted-zone-id',
          '{zone}',
          '--change-batch',
          JSON.stringify({
            Changes: [
              {
                Action: 'UPSERT',
                ResourceRecordSet: {
                  Name: name,
                  Type: 'CNAME',
                  TTL: publicNameTtlSeconds,
                  ResourceRecords: [{ Value: target }],
                },
              },
            ],
          }),
        ],
        { lookups: { zone: zoneId(zone, domain) } },
      ),
    );
  const record = `ResourceRecordSets[?Name=='${name}.'].ResourceRecords[0].Value | [0]`;
  return {
    commands: [lead(to)],
    check: {
      command: globally(
        aws(zone, ['route53', 'list-resource-record-sets', '--hosted-zone-id', '{zone}', '--query', record], {
          lookups: { zone: zoneId(zone, domain) },
        }),
      ),
      expects: exactly(to),
      untouched: exactly(from),
      says: `where ${name} leads`,
    },
    undo: [lead(from)],
  };
}

/** Names in Route 53. */
export const names: NameRecovery<AwsSite> = {
  move: (zone, name) => (name.automatic ? moveChecked(zone, name) : moveStated(zone, name)),
};
