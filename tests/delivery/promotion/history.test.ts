import { type HistoryEntry, historyOf, wayBack } from '../../../delivery/promotion/history';
import { commitMessage, readCommit } from '../../../delivery/promotion/trailers';

const trailers = {
  Environment: 'prod',
  Release: 'r1',
  'Promoted-from': 'staging',
  Wave: '1/2',
  'Asked-by': 'g@example.com',
};

/** As `git log` gives a commit with this message. */
const logged = (commit: string, parent: string, message: string) =>
  readCommit(
    [
      commit,
      'Grace',
      'g@example.com',
      '2026-11-22T13:00:00+01:00',
      parent,
      message.split('\n')[0],
      message.split('\n\n').at(-1),
    ].join('\x1f'),
  );

it('a commit says what it was told, and is read back', () => {
  const message = commitMessage('Promote', ['Body.'], {
    ...trailers,
    'Approved-by': ['a@example.com', 'b@example.com'],
  });
  expect(message.split('\n\n')).toHaveLength(3);
  expect(historyOf([logged('c1', 'c0', message)], 'prod')).toEqual([
    {
      commit: 'c1',
      at: '2026-11-22T12:00:00.000Z',
      kind: 'promotion',
      release: 'r1',
      from: 'staging',
      wave: { number: 1, of: 2 },
      askedBy: 'g@example.com',
      approvedBy: ['a@example.com', 'b@example.com'],
      partial: [],
      parent: 'c0',
    },
  ]);
});

it('commits of other environments, and of people, are no history', () =>
  expect(
    historyOf(
      [
        logged('c1', 'c0', commitMessage('Promote', [], { ...trailers, Environment: 'staging' })),
        logged('c2', 'c1', 'Agree\n\nRelease: r1\nApproved-by: a@example.com'),
        logged('c3', 'c2', 'Mend a typing error'),
      ],
      'prod',
    ),
  ).toEqual([]));

const entry = (commit: string, parent: string, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  commit,
  parent,
  at: '',
  kind: 'promotion',
  release: commit,
  askedBy: '',
  approvedBy: [],
  partial: [],
  ...more,
});

const waves = (release: string, first: string, second: string, parent: string): HistoryEntry[] => [
  entry(second, first, { release, wave: { number: 2, of: 2 } }),
  entry(first, parent, { release, wave: { number: 1, of: 2 } }),
];

describe('the way back', () => {
  it('leads nowhere where nothing came', () => expect(wayBack([])).toBeUndefined());
  it('leads before the promotion', () => expect(wayBack([entry('p1', 'b0')])?.to).toBe('b0'));
  it('leads before all waves', () => expect(wayBack(waves('r1', 'w1', 'w2', 'b0'))?.to).toBe('b0'));
  it('leads before the waves that came so far', () =>
    expect(wayBack(waves('r1', 'w1', 'w2', 'b0').slice(1))?.to).toBe('b0'));
  it('does not take the waves of another release', () =>
    expect(wayBack([...waves('r2', 'w3', 'w4', 'w2'), ...waves('r1', 'w1', 'w2', 'b0')])?.to).toBe('w2'));
  it('leads one release further the second time', () => {
    const two = [...waves('r2', 'w3', 'w4', 'w2'), ...waves('r1', 'w1', 'w2', 'b0')];
    expect(wayBack([entry('v1', 'w4', { kind: 'revert', restores: 'w2' }), ...two])?.to).toBe('b0');
  });
  it('goes over a commit of somebody else between two promotions', () => {
    const two = [entry('p2', 'x1'), entry('p1', 'b0')];
    expect(wayBack([entry('v1', 'p2', { kind: 'revert', restores: 'x1' }), ...two])?.to).toBe('b0');
  });
  it('ends at the first release', () =>
    expect(wayBack([entry('v1', 'p1', { kind: 'revert', restores: 'b0' }), entry('p1', 'b0')])).toBeUndefined());
});
