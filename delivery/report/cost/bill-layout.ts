import { type HierarchyRectangularNode, hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import type { SummaryGroup, SummaryItem, SummarySite } from '../../../policies/cost/cost-summary';
import { money } from '../../../policies/cost/money';
import { textWidth } from './fitted-text';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Label {
  readonly text: string;
  readonly x: number;
  /** Of the line on which letters stand. */
  readonly y: number;
}

interface PlacedItem {
  readonly item: SummaryItem;
  readonly box: Box;
  /** Left out where there is no room. */
  readonly label?: Label;
}

export interface PlacedGroup {
  readonly group: SummaryGroup;
  readonly box: Box;
  /** Name and sum; what has no room is left out. */
  readonly labels: readonly Label[];
  readonly items: readonly PlacedItem[];
}

export interface PlacedSite {
  readonly site: SummarySite;
  readonly title: Label;
  readonly box: Box;
  readonly groups: readonly PlacedGroup[];
}

export interface BillLayout {
  readonly width: number;
  readonly height: number;
  readonly sites: readonly PlacedSite[];
}

interface Canvas {
  readonly width: number;
  /** Of all areas together, without the titles of the sites. */
  readonly height: number;
}

/** Height of type in the drawing. */
export const type = { title: 13, group: 12, item: 11 } as const;

const inset = 6;
const lines = { title: 24, gap: 10, name: 16, sum: 31 } as const;

type Node = SummarySite | SummaryGroup | SummaryItem;

/** Squares are compared best; nobody is charged less than nothing, so a discount takes no room. */
const areas = treemap<Node>().tile(treemapSquarify.ratio(1.4)).round(false);

const childrenOf = (node: Node): readonly Node[] | undefined =>
  'groups' in node ? node.groups : 'items' in node ? node.items : undefined;

const boxOf = ({ x0, y0, x1, y1 }: HierarchyRectangularNode<Node>, top: number): Box => ({
  x: x0,
  y: y0 + top,
  width: x1 - x0,
  height: y1 - y0,
});

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** The caption of the drawing says that frames may be shared, so that their names need not. */
const shortName = (name: string): string => name.replace(/^shared: /, '');

/** Name and sum at the top of a group, where there is room for all of their letters. */
function groupLabels({ name: whole, monthly }: SummaryGroup, { x, y, width, height }: Box): Label[] {
  const fits = (text: string, weight: 'plain' | 'strong') => textWidth(text, type.group, weight) + 2 * inset <= width;
  const [name, sum] = [shortName(whole), money(monthly)];
  if (!fits(name, 'strong') || height < lines.name + inset) return [];
  const named = { text: name, x: x + inset, y: y + lines.name };
  return fits(sum, 'plain') && height >= lines.sum + inset
    ? [named, { text: sum, x: x + inset, y: y + lines.sum }]
    : [named];
}

/** What the labels of a group cover. */
const coveredBy = (labels: readonly Label[]): Box[] =>
  labels.map(({ text, x, y }) => ({
    x,
    y: y - type.group,
    width: textWidth(text, type.group, 'strong'),
    height: type.group + inset,
  }));

/** At the foot of an item, unless the labels of its group are there. */
function itemLabel(
  { name, monthly }: SummaryItem,
  { x, y, width, height }: Box,
  covered: readonly Box[],
): Label | undefined {
  const foot = y + height - inset;
  return [`${name} ${money(monthly)}`, name]
    .filter((text) => textWidth(text, type.item) + 2 * inset <= width && height >= type.item + 2 * inset)
    .map((text) => ({ text, x: x + inset, y: foot }))
    .find(({ text }) => {
      const own = { x: x + inset, y: foot - type.item, width: textWidth(text, type.item), height: type.item + 3 };
      return !covered.some((box) => overlap(own, box));
    });
}

function placedGroup(node: HierarchyRectangularNode<Node>, top: number): PlacedGroup {
  const group = node.data as SummaryGroup;
  const box = boxOf(node, top);
  const labels = groupLabels(group, box);
  const covered = coveredBy(labels);
  const items = (node.children ?? []).map((child): PlacedItem => {
    const item = child.data as SummaryItem;
    const own = boxOf(child, top);
    const label = itemLabel(item, own, covered);
    return { item, box: own, ...(label ? { label } : {}) };
  });
  return { group, box, labels, items };
}

/** One site: as high as its share of the money, so that one area is the same money everywhere in the drawing. */
function placedSite(site: SummarySite, share: number, top: number, canvas: Canvas): PlacedSite {
  const height = canvas.height * share;
  const root = hierarchy<Node>(site, (node) => childrenOf(node) as Node[] | undefined).sum((node) =>
    childrenOf(node) ? 0 : Math.max(0, node.monthly),
  );
  const placed = areas.size([canvas.width, height])(root);
  const bodyTop = top + lines.title;
  return {
    site,
    title: { text: site.name, x: 0, y: bodyTop - 7 },
    box: { x: 0, y: bodyTop, width: canvas.width, height },
    groups: (placed.children ?? []).map((node) => placedGroup(node, bodyTop)),
  };
}

const drawn = ({ groups }: SummarySite): number =>
  groups.flatMap(({ items }) => items).reduce((sum, { monthly }) => sum + Math.max(0, monthly), 0);

/** Areas of a bill, in proportion to money: sites below each other, in each its services, in each of them what they pay for. */
export function layoutBill(sites: readonly SummarySite[], canvas: Canvas): BillLayout {
  const total = sites.reduce((sum, site) => sum + drawn(site), 0);
  const shown = sites.filter((site) => drawn(site) > 0);
  const placed: PlacedSite[] = [];
  let top = 0;
  for (const site of shown) {
    const one = placedSite(site, drawn(site) / total, top, canvas);
    placed.push(one);
    top = one.box.y + one.box.height + lines.gap;
  }
  return { width: canvas.width, height: Math.max(0, top - lines.gap), sites: placed };
}
