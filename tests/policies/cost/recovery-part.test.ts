import { attributionOf } from '../../../policies/cost/attribution';
import { estimate, type PricedOutput } from '../../../policies/cost/estimate';
import { linesBy, viewOf } from '../../../policies/cost/views';
import { book } from './bill-of';

const path = (below: string) => ({ '//': { metadata: { path: `a-data/${below}` } } });
const provider = { aws: [{ region: 'eu-west-1' }] };

const output = (resource: object, more: Partial<PricedOutput> = {}, stack = 'data'): PricedOutput => ({
  stacks: [
    { site: 'here', stack, json: { provider, resource } as never },
    { site: 'there', stack, json: { provider, resource } as never },
  ],
  objects: [],
  sites: [
    { site: 'here', role: 'primary' },
    { site: 'there', role: 'standby', tier: 'warm-standby' },
  ],
  ...more,
});

/** Where the lines of each part stand. */
const partsOf = (priced: PricedOutput) =>
  Object.fromEntries(
    [...linesBy('recovery', estimate(priced, { book }).lines, attributionOf(priced))].map(([part, lines]) => [
      part,
      [...new Set(lines.map(({ site, address, item }) => `${site} ${address} ${item}`))].sort(),
    ]),
  );

const gateway = { aws_nat_gateway: { nat: {} } };

it('keeps what waits for a loss apart from what serves, by the role of its site', () => {
  const parts = partsOf(output(gateway));
  expect(Object.keys(parts).sort()).toEqual(['serving', 'standby']);
  expect(parts.serving?.every((place) => place.startsWith('here '))).toBe(true);
  expect(parts.standby?.every((place) => place.startsWith('there '))).toBe(true);
});

it('takes everything to serve where nobody says what sites are there for', () => {
  expect(Object.keys(partsOf(output(gateway, { sites: undefined })))).toEqual(['serving']);
});

it('knows backups wherever they lie: those of a database, dumps, archives, states of clusters', () => {
  const parts = partsOf(
    output({
      aws_db_instance: {
        it: { instance_class: 'db.t4g.medium', allocated_storage: 20, backup_retention_period: 7 },
      },
      aws_s3_bucket: {
        dumps: path('tracking-database-dumps/dumps/bucket'),
        archive: path('tracking-database/archive/bucket'),
        state: path('velero/backups/bucket'),
        snapshots: path('vector-store/snapshots/bucket'),
        serves: path('tracking/artifacts/bucket'),
      },
    }),
  );
  const backups = (site: string) => [
    `${site} aws_db_instance.it database/backup`,
    ...['archive', 'dumps', 'snapshots', 'state'].flatMap((name) => [
      `${site} aws_s3_bucket.${name} object-storage/requests`,
      `${site} aws_s3_bucket.${name} object-storage/standard`,
    ]),
  ];
  expect(parts.backup).toEqual([...backups('here'), ...backups('there')]);
  expect(parts.serving).toContain('here aws_s3_bucket.serves object-storage/standard');
});

it('knows copies: of buckets, and of databases that another stack makes; who reads the own one serves', () => {
  const database = { instance_class: 'db.t4g.medium', allocated_storage: 20 };
  const parts = partsOf(
    output({
      aws_db_instance: {
        first: database,
        read: { ...database, replicate_source_db: '${aws_db_instance.first.identifier}' },
        follows: { ...database, replicate_source_db: 'arn:aws:rds:eu-central-1:1:db:first' },
      },
      aws_s3_bucket_replication_configuration: { it: {} },
    }),
  );
  expect(new Set(parts.copy?.map((place) => place.split(' ')[1]))).toEqual(
    new Set(['aws_db_instance.follows', 'aws_s3_bucket_replication_configuration.it']),
  );
  expect(parts.serving?.join()).toContain('aws_db_instance.read ');
});

it('knows locked vaults, and links between sites', () => {
  const database = { instance_class: 'db.t4g.medium', allocated_storage: 20 };
  expect(partsOf(output({ aws_db_instance: { it: database }, aws_backup_selection: { it: {} } })).vault).toEqual([
    'here aws_backup_selection.it backup/stored',
    'there aws_backup_selection.it backup/stored',
  ]);
  expect(Object.keys(partsOf(output(gateway, {}, 'interconnect')))).toEqual(['link']);
});

it('is the whole bill', () => {
  const priced = output({
    ...gateway,
    aws_backup_selection: { it: {} },
    aws_s3_bucket_replication_configuration: { it: {} },
  });
  const bill = estimate(priced, { book });
  const { rows } = viewOf('recovery', bill.lines, attributionOf(priced));
  expect(rows.reduce((sum, { monthly }) => sum + monthly, 0)).toBeCloseTo(bill.monthlyTotal, 8);
});
