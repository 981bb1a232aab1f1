import fc from 'fast-check';
import { type BuiltStack, levels, onlyStacks, reversed, type StackGraph, stackGraph } from '../../delivery/stack-graph';
import { InputError } from '../../environments/model';

const bucket = (key: string, name = 'one') => ({ terraform: { backend: { s3: { bucket: name, key } } } });
const stack = (name: string, rest: Partial<BuiltStack> = {}): BuiltStack => ({
  name,
  site: 'a',
  kind: 'data',
  folder: `a/infra/${name}`,
  declared: [],
  json: bucket(name),
  ...rest,
});
const afterOf = ({ stacks }: StackGraph) => Object.fromEntries(stacks.map(({ name, after }) => [name, after]));

it('takes the declared order, and leaves out what follows from the rest', () =>
  expect(
    afterOf(stackGraph('test', [stack('c', { declared: ['a', 'b'] }), stack('b', { declared: ['a'] }), stack('a')])),
  ).toEqual({ a: [], b: ['a'], c: ['b'] }));

it('has a stack wait for the one that makes the place of its state', () =>
  expect(
    afterOf(
      stackGraph('test', [
        stack('links', { site: undefined, kind: 'interconnect' }),
        stack('state', { kind: 'state' }),
        stack('elsewhere', { json: bucket('elsewhere', 'two') }),
      ]),
    ),
  ).toEqual({ state: [], links: ['state'], elsewhere: [] }));

it('has a stack wait for the one whose state it reads', () => {
  const data = { terraform_remote_state: { input: { backend: 's3', config: { bucket: 'one', key: 'b' } } } };
  expect(afterOf(stackGraph('test', [stack('a', { json: { ...bucket('a'), data } }), stack('b')]))).toEqual({
    a: ['b'],
    b: [],
  });
});

it('has a stack wait for the one that makes the resource group it quotes', () => {
  const makes = { azurerm_resource_group: { group: { name: 'There-network' } } };
  const quotes = {
    azurerm_monitor_diagnostic_setting: { log: { to: '/subscriptions/1/resourceGroups/there-network/x' } },
  };
  expect(
    afterOf(
      stackGraph('test', [
        stack('data', { json: { ...bucket('data'), resource: quotes } }),
        stack('there', { json: { ...bucket('there'), resource: makes } }),
      ]),
    ),
  ).toEqual({ there: [], data: ['there'] });
});

it('refuses stacks that wait for one another, and names them', () => {
  const circle = [stack('first'), stack('a', { declared: ['b'] }), stack('b', { declared: ['a'] })];
  expect(() => stackGraph('test', circle)).toThrow(InputError);
  expect(() => stackGraph('test', circle)).toThrow('STACK_CYCLE test a, b');
});

it('keeps the order through stacks that are left out', () => {
  const graph = stackGraph('test', [stack('a'), stack('b', { declared: ['a'] }), stack('c', { declared: ['b'] })]);
  expect(afterOf(onlyStacks(graph, ({ name }) => name !== 'b'))).toEqual({ a: [], c: ['a'] });
});

describe('whatever waits for whatever', () => {
  /** Each stack may wait for those before it. */
  const graphs = fc
    .array(fc.array(fc.nat(9), { maxLength: 4 }), { minLength: 1, maxLength: 10 })
    .map((waits) =>
      waits.map((some, index) =>
        stack(`s${index}`, { declared: some.filter((one) => one < index).map((one) => `s${one}`) }),
      ),
    );
  const reaches = (graph: StackGraph, from: string): string[] =>
    (graph.stacks.find(({ name }) => name === from)?.after ?? []).flatMap((name) => [name, ...reaches(graph, name)]);

  it('stands behind what it waits for, in the list and in the rounds', () =>
    fc.assert(
      fc.property(graphs, (stacks) => {
        const graph = stackGraph('test', stacks);
        const rounds = levels(graph).map((round) => round.map(({ name }) => name));
        expect(rounds.flat().sort()).toEqual(stacks.map(({ name }) => name).sort());
        for (const { name, declared } of stacks) {
          const place = (one: string) => graph.stacks.findIndex((other) => other.name === one);
          const round = (one: string) => rounds.findIndex((names) => names.includes(one));
          for (const before of declared) {
            expect(reaches(graph, name)).toContain(before);
            expect([place(before) < place(name), round(before) < round(name)]).toEqual([true, true]);
          }
        }
      }),
    ));

  it('comes back to itself when it is turned round twice', () =>
    fc.assert(
      fc.property(graphs, (stacks) => {
        const graph = stackGraph('test', stacks);
        expect(afterOf(reversed(reversed(graph)))).toEqual(afterOf(graph));
      }),
    ));
});
