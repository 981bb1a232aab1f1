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
