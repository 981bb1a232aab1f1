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

const WIDTHS = [375, 1280];

// Text rather than functions: these run in the page, whose types this project does not load.
const PAGE_WIDTHS = '[document.documentElement.scrollWidth, document.documentElement.clientWidth]';
const SMALLEST_TEXT = `Math.min(
  ...[...document.querySelectorAll('p, li, td, th, h1, h2, h3')]
    .filter((element) => element.getClientRects().length > 0)
    .map((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
)`;

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

  it('can be read at 375 px', async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    const smallest = await page.evaluate<number>(SMALLEST_TEXT);
    expect(smallest).toBeGreaterThanOrEqual(11);
  });
});
