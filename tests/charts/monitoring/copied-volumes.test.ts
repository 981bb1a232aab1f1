import { watchedVolumes } from '../../../charts/monitoring/copied-volumes';
import { databases, modelMonitoring, tracking } from '../../../services';
import { awsSite, azureSite, localSite } from '../../fixtures/sites';
import { parseExpression } from './metric-names';

const services = { modelMonitoring: modelMonitoring.config.parse({}) };

it('speaks up after two runs without a copy, and where there never was one', () => {
  const [watched] = watchedVolumes(awsSite({ services, snapshots: { everyHours: 12, retentionDays: 7 } }));
  const [alert] = watched?.alerts ?? [];
  expect(alert).toMatchObject({ name: 'VolumesNotCopied', severity: 'ticket' });
  expect(alert?.expression.match(/> 86400/g)).toHaveLength(2);
  expect(alert?.expression).toContain('kube_cronjob_created');
  for (const { queries } of watched?.panels ?? []) for (const query of Object.values(queries)) parseExpression(query);
  parseExpression(alert?.expression ?? '');
});

it('watches MongoDB where nothing but snapshots copies it', () => {
  const documents = { databases: databases.config.parse({ documents: { notes: {} } }) };
  expect(
    watchedVolumes(azureSite({ services: documents, snapshots: { everyHours: 12, retentionDays: 7 } })),
  ).toHaveLength(1);
  expect(watchedVolumes(awsSite({ services: documents, snapshots: { everyHours: 12, retentionDays: 7 } }))).toEqual([]);
});

it.each([
  ['no service has such volumes', awsSite({ services: { tracking: tracking.config.parse({}) } })],
  ['nothing is copied', awsSite({ services, snapshots: undefined })],
  ['nobody knows how', localSite({ services })],
])('says nothing where %s', (_why, site) => expect(watchedVolumes(site)).toEqual([]));
