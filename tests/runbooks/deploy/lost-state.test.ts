import { standingOf } from '../../../runbooks/deploy/lost-state';

interface Thing {
  readonly name: string;
  readonly id: string;
  readonly key?: string | number;
}

const state = (serial: number, things: readonly Thing[], lineage = 'one'): string =>
  JSON.stringify({
    version: 4,
    lineage,
    serial,
    resources: things.map(({ name, id, key }) => ({
      mode: 'managed',
      type: 'aws_eip',
      name,
      instances: [{ index_key: key, attributes: { id } }],
    })),
  });
const done = (...addresses: string[]): string =>
  addresses.map((addr) => JSON.stringify({ type: 'apply_complete', hook: { resource: { addr } } })).join('\n');

const one = { name: 'one', id: 'e-1' };
const two = { name: 'two', id: 'e-2' };
const other = { name: 'other', id: 'e-3' };

it.each([
  ['push', 'of a first apply, that was never written anywhere', state(0, [one], ''), '', ''],
  ['push', 'with what the apply made', state(4, [one, two]), state(3, [one]), done('aws_eip.two')],
  ['push', 'without what the apply ended', state(4, [one]), state(3, [one, two]), done('aws_eip.two')],
  ['push', 'with what the apply replaced', state(4, [{ ...one, id: 'e-9' }]), state(3, [one]), done('aws_eip.one')],
  [
    'push',
    'without one of many that the apply ended',
    state(4, []),
    state(3, [{ ...one, key: 'a' }]),
    done('aws_eip.one["a"]'),
  ],
  ['drop', 'that is there already', state(4, [one]), state(4, [one]), ''],
  ['drop', 'that is there already, under the lineage that it got there', state(0, [one], ''), state(1, [one]), ''],
  ['conflict', 'that is older', state(3, [one]), state(4, [one, two]), ''],
  ['conflict', 'that is as old, and another', state(4, [one]), state(4, [two]), ''],
  ['conflict', 'of another lineage', state(9, [one], 'two'), state(3, [one, two]), ''],
  ['conflict', 'of a first apply, where somebody else was first', state(0, [one], ''), state(1, [other]), ''],
  [
    'conflict',
    'with a higher serial that does not know what somebody made',
    state(6, [one]),
    state(4, [one, other]),
    '',
  ],
  ['conflict', 'with one of another id', state(6, [one]), state(4, [{ ...one, id: 'e-9' }]), done('aws_eip.two')],
])('%s a state %s', (standing, _, lost, there, log) => expect(standingOf(lost, there, log)).toBe(standing));

it.each(['', '{', '{"version": 3}'])('takes nothing else for a state: %p', (text) =>
  expect(() => standingOf(text, '', '')).toThrow(SyntaxError),
);
