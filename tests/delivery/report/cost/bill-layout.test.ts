import { array, assert, double, integer, property, record, string } from 'fast-check';
import { type Box, layoutBill, type } from '../../../../delivery/report/cost/bill-layout';
import { textWidth } from '../../../../delivery/report/cost/fitted-text';
import type { SummarySite } from '../../../../policies/cost/cost-summary';

const monthly = double({ min: 0.01, max: 10_000, noNaN: true });
const item = record({ name: string({ minLength: 1, maxLength: 30 }), monthly });
const sum = (all: readonly { readonly monthly: number }[]): number =>
  all.reduce((total, one) => total + one.monthly, 0);

const sites = array(
  array(array(item, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 6 }).map((groups): SummarySite => {
    const made = groups.map((items, index) => ({ name: `shared: group ${index}`, items, monthly: sum(items) }));
    const parts = { serving: sum(made), standby: 0, backup: 0, copy: 0, vault: 0, link: 0 };
    return { name: 'a-site', groups: made, monthly: sum(made), parts };
  }),
  { minLength: 1, maxLength: 4 },
);

const area = ({ width, height }: Box): number => width * height;
const inside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x - 1e-6 &&
  inner.y >= outer.y - 1e-6 &&
  inner.x + inner.width <= outer.x + outer.width + 1e-6 &&
  inner.y + inner.height <= outer.y + outer.height + 1e-6;

it('gives the same area to the same money everywhere, and all of the room to all of it', () => {
  assert(
    property(sites, integer({ min: 200, max: 1200 }), (all, width) => {
      const height = 500;
      const layout = layoutBill(all, { width, height });
      const each = (width * height) / sum(all);
      for (const { site, box, groups } of layout.sites) {
        expect(area(box)).toBeCloseTo(site.monthly * each, 3);
        for (const { group, box: own, items } of groups) {
          expect(area(own)).toBeCloseTo(group.monthly * each, 3);
          expect(inside(own, box)).toBe(true);
          for (const placed of items) {
            expect(area(placed.box)).toBeCloseTo(placed.item.monthly * each, 3);
            expect(inside(placed.box, own)).toBe(true);
          }
        }
      }
      expect(layout.sites.reduce((total, { box }) => total + area(box), 0)).toBeCloseTo(width * height, 3);
    }),
  );
});

it('places words inside their box, and leaves out what has no room', () => {
  assert(
    property(sites, integer({ min: 200, max: 1200 }), (all, width) => {
      for (const { groups } of layoutBill(all, { width, height: 400 }).sites) {
        for (const { box, labels, items } of groups) {
          for (const { text, x, y } of labels) {
            const own = { x, y: y - type.group, width: textWidth(text, type.group, 'plain'), height: type.group };
            expect(inside(own, box)).toBe(true);
          }
          for (const { box: own, label } of items) {
            if (!label) continue;
            const words = {
              x: label.x,
              y: label.y - type.item,
              width: textWidth(label.text, type.item),
              height: type.item,
            };
            expect(inside(words, own)).toBe(true);
          }
        }
      }
    }),
  );
  const parts = { serving: 1, standby: 0, backup: 0, copy: 0, vault: 0, link: 0 };
  const items = [{ name: 'an item', monthly: 1 }];
  const [site] = layoutBill([{ name: 'a-site', monthly: 1, parts, groups: [{ name: 'a group', monthly: 1, items }] }], {
    width: 20,
    height: 20,
  }).sites;
  expect(site?.groups[0]?.labels).toEqual([]);
  expect(site?.groups[0]?.items[0]).not.toHaveProperty('label');
});

it('gives no room to what costs nothing, or less', () => {
  const parts = { serving: 8, standby: 0, backup: 0, copy: 0, vault: 0, link: 0 };
  const of = (name: string, ...money: number[]): SummarySite => ({
    name,
    monthly: money.reduce((total, one) => total + one, 0),
    parts,
    groups: [{ name: 'a group', monthly: 8, items: money.map((each, index) => ({ name: `${index}`, monthly: each })) }],
  });
  const { sites: drawn, height } = layoutBill([of('a', 10, -2), of('b', 0)], { width: 100, height: 100 });
  expect(drawn.map(({ site }) => site.name)).toEqual(['a']);
  expect(drawn[0]?.groups[0]?.items.map(({ box }) => Math.round(area(box)))).toEqual([10_000, 0]);
  expect(height).toBe(124);
  expect(layoutBill([], { width: 100, height: 100 })).toEqual({ width: 100, height: 0, sites: [] });
});
