import { approvalsIn, countApprovals } from '../../../delivery/promotion/approvals';

const said = {
  commit: 'c1',
  authorEmail: 'Ada@example.com',
  approvedBy: ['Ada <ada@example.com>'],
  withdrawnBy: [],
  release: ['r1'],
};
const taken = { ...said, commit: 'c2', approvedBy: [], withdrawnBy: ['ada@example.com'] };

it('counts what somebody says of themselves, of this release', () =>
  expect(approvalsIn([said], 'r1')).toEqual([{ by: 'ada@example.com', from: 'commit', commit: 'c1' }]));

it.each([
  ['another release', { ...said, release: ['r2'] }],
  ['no release', { ...said, release: [] }],
  ['words put into the mouth of somebody else', { ...said, authorEmail: 'eve@example.com' }],
])('does not count %s', (_what, commit) => expect(approvalsIn([commit], 'r1')).toEqual([]));

it('counts who had agreed when the first wave went, until they take it back', () => {
  expect(approvalsIn([], 'r1', ['ada@example.com'])).toEqual([{ by: 'ada@example.com', from: 'lock' }]);
  expect(approvalsIn([taken], 'r1', ['ada@example.com'])).toEqual([]);
  expect(approvalsIn([{ ...taken, authorEmail: 'eve@example.com' }], 'r1', ['ada@example.com'])).toHaveLength(1);
  expect(approvalsIn([{ ...taken, release: ['r2'] }], 'r1', ['ada@example.com'])).toHaveLength(1);
});

it('takes the newest word of each', () => {
  expect(approvalsIn([taken, said], 'r1')).toEqual([]);
  expect(approvalsIn([said, taken], 'r1')).toMatchObject([{ commit: 'c1' }]);
});

it('says why somebody does not count', () =>
  expect(
    countApprovals(
      ['ada', 'grace', 'eve'].map((name) => ({ by: `${name}@example.com`, from: 'pipeline' })),
      'grace@example.com',
      ['ada@example.com', 'grace@example.com'],
    ),
  ).toEqual({
    counted: ['ada@example.com'],
    ignored: [
      { by: 'eve@example.com', why: 'is not among `promotion.approvers`' },
      { by: 'grace@example.com', why: 'asks for the promotion' },
    ],
  }));
