import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { renderedSites } from './rendered-sites';
import { session } from './session';
import { proof, toolPath } from './skips';

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const WIDTHS = [320, 375, 800, 1280];

// Text rather than functions: these run in the page, whose types this project does not load.
const PAGE_WIDTHS = '[document.documentElement.scrollWidth, document.documentElement.clientWidth]';
// Of drawings that are seen; each has its own coordinates, so its letters are as large as they are on the screen.
const DRAWINGS = `[...document.querySelectorAll('svg.drawing')]
  .filter((svg) => svg.getClientRects().length > 0)
  .map((svg) => {
    const frame = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll('text')].map((text) => text.getBoundingClientRect());
    const named = (svg.getAttribute('aria-labelledby') ?? '').split(' ');
    const scale = frame.width / svg.viewBox.baseVal.width;
    return {
      name: svg.querySelector('title')?.textContent ?? '',
      unnamed: named.filter((id) => !document.getElementById(id)?.textContent).length,
      outside: texts.filter(({ left, right, top, bottom }) =>
        left < frame.left - 1 || right > frame.right + 1 || top < frame.top - 2 || bottom > frame.bottom + 4).length,
      smallest: Math.min(...[...svg.querySelectorAll('text')].map((text) =>
        Number.parseFloat(getComputedStyle(text).fontSize) * scale)),
      spilled: [...svg.querySelectorAll('.treemap g > g')].filter((group) => {
        const box = group.querySelector(':scope > rect.group')?.getBoundingClientRect();
        const words = [...group.querySelectorAll(':scope > text')].map((text) => text.getBoundingClientRect());
        return box && words.some(({ right, bottom }) => right > box.right || bottom > box.bottom);
      }).length,
    };
  })`;
const SMALLEST_TEXT = `Math.min(
  ...[...document.querySelectorAll('p, li, td, th, h1, h2, h3')]
    .filter((element) => element.getClientRects().length > 0)
    .map((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
)`;

// Of every word of a bill and the area that it stands on, after WCAG 2.
const CONTRASTS = `(() => {
  const light = (color) => {
    const [r, g, b] = color.match(/[\\d.]+/g).map((part) => {
      const value = Number(part) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  return [...document.querySelectorAll('svg.drawing')]
    .filter((svg) => svg.getClientRects().length > 0)
    .flatMap((svg) => [...svg.querySelectorAll('.treemap g text, .parts g text')].map((text) => {
      const own = text.getBoundingClientRect();
      const below = [...svg.querySelectorAll('rect:not(.group)')].filter((rect) => {
        const box = rect.getBoundingClientRect();
        return box.left <= own.left + 1 && box.right > own.left + 1 && box.top <= own.top + 4 && box.bottom >= own.bottom - 4;
      }).at(-1);
      const ground = below ? getComputedStyle(below).fill : getComputedStyle(document.body).backgroundColor;
      const [a, b] = [light(getComputedStyle(text).fill), light(ground)].sort((one, other) => other - one);
      return { text: text.textContent, ratio: Math.round(((a + 0.05) / (b + 0.05)) * 100) / 100 };
    }));
})()`;

interface Contrast {
  readonly text: string;
  readonly ratio: number;
}

interface Drawing {
  readonly name: string;
  readonly unnamed: number;
  readonly outside: number;
  readonly spilled: number;
  readonly smallest: number;
}

proof('the report in a browser', ['chromium'], () => {
  const url = pathToFileURL(join(session().tree, 'report', 'index.html')).href;
  const profile = mkdtempSync(join(tmpdir(), 'evenkeel-browser-'));
  const errors: string[] = [];
  const requests: string[] = [];
  let context: BrowserContext;
  let page: Page;

  beforeAll(async () => {
    context = await chromium.launchPersistentContext(profile, {
      executablePath: toolPath('chromium'),
      headless: true,
      args: QUIET,
      viewport: { width: 375, height: 800 },
    });
    page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForTimeout(500);
  });
  afterAll(async () => {
    await context?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  it('opens without an error on the console', () => expect(errors).toEqual([]));

  it('asks for nothing but its own file', () => {
    expect(requests.filter((request) => !request.startsWith('data:'))).toEqual([url]);
  });

  it('shows a heading, the parity matrix and the drawn graph', async () => {
    expect(await page.locator('h1').first().isVisible()).toBe(true);
    expect(await page.locator('table').first().isVisible()).toBe(true);
    expect(await page.locator('svg').first().isVisible()).toBe(true);
  });

  it('names every site', async () => {
    const text = await page.locator('body').textContent();
    const names = renderedSites().map(({ name }) => name);
    expect(names.filter((name) => text?.includes(name) !== true)).toEqual([]);
  });

  it.each(WIDTHS)('fits a screen %i px wide', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    const [content, visible] = await page.evaluate<number[]>(PAGE_WIDTHS);
    expect(content).toBeLessThanOrEqual(visible ?? 0);
  });

  describe.each(WIDTHS.slice(1))('pictures of the bill at %i px', (width) => {
    let drawings: Drawing[];
    beforeAll(async () => {
      await page.setViewportSize({ width, height: 800 });
      drawings = await page.evaluate<Drawing[]>(DRAWINGS);
    });

    it('one of each is seen, with a name and a description', () => {
      expect(new Set(drawings.map(({ name }) => name)).size).toBe(drawings.length);
      expect(drawings.filter(({ unnamed }) => unnamed > 0)).toEqual([]);
      for (const environment of ['dev', 'staging', 'prod']) {
        expect(drawings.map(({ name }) => name)).toEqual(
          expect.arrayContaining([
            `The bill of ${environment} by site, service and item`,
            `What of the bill of ${environment} serves, and what waits for a loss`,
          ]),
        );
      }
    });

    it('words stay inside, and can be read', () => {
      expect(drawings.filter(({ outside, spilled }) => outside + spilled > 0)).toEqual([]);
      expect(Math.min(...drawings.map(({ smallest }) => smallest))).toBeGreaterThanOrEqual(10);
    });
  });

  it.each(['light', 'dark'] as const)('words of pictures stand out from what they are on, %s', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const contrasts = await page.evaluate<Contrast[]>(CONTRASTS);
    expect(contrasts.length).toBeGreaterThan(20);
    expect(contrasts.filter(({ ratio }) => ratio < 4.5)).toEqual([]);
  });

  it('reads out what pictures show', async () => {
    const tree = await page.locator('#environment-prod').ariaSnapshot();
    expect(tree).toContain('img "The bill of prod by site, service and item');
    expect(tree).toMatch(/table "What each site of prod is paid for, USD a month"/);
  });

  it('can be read at 375 px', async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    const smallest = await page.evaluate<number>(SMALLEST_TEXT);
    expect(smallest).toBeGreaterThanOrEqual(11);
  });
});
