import { capabilities } from '../../../constructs/contracts';
import { parityMatrix } from '../../../delivery/report/parity-matrix';
import { builds, environmentBuild, parityOf, siteBuild } from './builds';

const cellOf = (matrix: ReturnType<typeof parityMatrix>, capability: string, cloud: string) => {
  const row = matrix.areas.flatMap(({ rows }) => rows).find((candidate) => candidate.capability === capability);
  return row?.cells[matrix.columns.findIndex((column) => column.cloud === cloud)];
};

describe('parityMatrix', () => {
  it('has one row a capability, once, and one cell a cloud that has a site', () => {
    const { areas, columns } = parityMatrix(builds);
    const rows = areas.flatMap((area) => area.rows);
    expect(rows.map(({ capability }) => capability).sort()).toEqual(Object.keys(capabilities).sort());
    expect(columns.map(({ title }) => title)).toEqual(['AWS', 'Google Cloud', 'Azure', 'In-cluster']);
    for (const { cells } of rows) expect(cells).toHaveLength(columns.length);
    for (const { title, rows: ofArea } of areas) expect([title, ofArea.length]).toEqual([title, expect.any(Number)]);
    expect(areas.every((area) => area.rows.length > 0)).toBe(true);
  });

  it('has no column for a cloud without a site', () => {
    const { columns } = parityMatrix([environmentBuild('one', [siteBuild('one-azure-x', 'azure')])]);
    expect(columns).toEqual([{ cloud: 'azure', title: 'Azure', sites: ['one-azure-x'] }]);
  });

  it('shows the most serious status of a cloud and how many of its sites have it', () => {
    const sites = [
      siteBuild('a', 'aws'),
      siteBuild('b', 'aws', { parity: parityOf('aws', { 'key.rotated': { status: 'broken', because: 'gone' } }) }),
      siteBuild('c', 'aws', { parity: parityOf('aws', { 'key.rotated': { status: 'idle', because: 'no need' } }) }),
    ];
    const cell = cellOf(parityMatrix([environmentBuild('one', sites)]), 'key.rotated', 'aws');
    expect(cell).toMatchObject({ status: 'broken', sites: 1 });
    expect(cell?.reasons.map(({ status, sites: of }) => [status, of])).toEqual([
      ['kept', ['a']],
      ['broken', ['b']],
      ['idle', ['c']],
    ]);
  });

  it.each([
    [['kept', 'idle'], 'kept'],
    [['idle', 'absent'], 'absent'],
    [['absent', 'kept'], 'absent'],
    [['idle', 'idle'], 'idle'],
    [['absent', 'broken'], 'broken'],
  ] as const)('of %j shows %s', (statuses, shown) => {
    const sites = statuses.map((status, index) =>
      siteBuild(`site-${index}`, 'google', {
        parity: parityOf('google', { 'bucket.private': { status, because: '' } }),
      }),
    );
    expect(cellOf(parityMatrix([environmentBuild('one', sites)]), 'bucket.private', 'google')?.status).toBe(shown);
  });

  it('calls a capability broken that a site says nothing about', () => {
    const cell = cellOf(
      parityMatrix([environmentBuild('one', [siteBuild('a', 'aws', { parity: [] })])]),
      'key.rotated',
      'aws',
    );
    expect(cell).toMatchObject({ status: 'broken', sites: 1 });
  });
});
