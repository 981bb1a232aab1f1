import { showDocument } from '../../cli/document';

const parts = [
  'one_bill: 3.00\nmore',
  {
    head: ['name', 'USD'],
    numbers: [1],
    rows: [
      ['a|b', '1.00'],
      ['<img>\n[x](y)', '2.00'],
    ],
  },
] as const;

it('writes tables of a terminal without colour', () => {
  const text = showDocument(parts, 'text');
  expect(text).toContain('one_bill: 3.00\nmore\n\n┌');
  expect(text).toMatch(/│ a\|b +│ 1\.00 │/);
  expect(text).not.toContain('\u001b[');
});

it('goes on in the next line where a cell is long, and cuts no word', () => {
  const word = 'w'.repeat(90);
  const cells = ['many words '.repeat(20).trim(), word];
  const text = showDocument([{ head: ['long', 'whole'], numbers: [], rows: [cells] }], 'text');
  expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(80 + 90 + 10);
  expect(text.match(/many words/g)).toHaveLength(20);
  expect(text).toContain(word);
});

it('writes Markdown that no name can break', () => {
  expect(showDocument(parts, 'markdown')).toMatchInlineSnapshot(`
    "one\\_bill: 3.00  
    more

    | name | USD |
    | --- | ---: |
    | a\\|b | 1.00 |
    | &lt;img\\><br>\\[x\\](y) | 2.00 |"
  `);
});
