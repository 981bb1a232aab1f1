import { createHash } from 'node:crypto';
import { capabilities } from '../../../constructs/contracts';
import { recoverySummary } from '../../../delivery/recovery-summary';
import { renderReport } from '../../../delivery/report/render-report';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import prod from '../../../environments/prod';
import { builds, cloudStacks, environmentBuild, parityOf, siteBuild } from './builds';
import { summaryOf } from './cost/summaries';
import { all, problemsOf } from './page-problems';

const hostile = '<script>alert("1")</script>&\'"';

describe('renderReport', () => {
  let html: string;
  beforeAll(async () => {
    html = await renderReport(builds);
  });

  it('is the same bytes for the same builds, whatever time they took and whether they were cached', async () => {
    const later = builds.map((build) => ({
      ...build,
      seconds: 99,
      cached: true,
      sites: build.sites.map((site) => ({ ...site, seconds: 42 })),
    }));
    expect(await renderReport(later)).toBe(html);
  });

  it('is valid, accessible HTML with headings in order and every link leading somewhere', async () => {
    expect(await problemsOf(html)).toEqual([]);
  });

  it('loads nothing and runs nothing', () => {
    expect(html).not.toMatch(/<script|<iframe|<object|<img|@import|url\(| on[a-z]+=/i);
    expect(all(html, / (?:src|href|xlink:href)="([^"]*)"/g).filter((target) => !target.startsWith('#'))).toEqual([
      'data:,',
    ]);
    expect(html).not.toMatch(/https?:/);
  });

  it('allows its own style sheet, as it stands in the page, and nothing else', () => {
    const [style = ''] = all(html, /<style>([\s\S]*?)<\/style>/g);
    const hash = createHash('sha256').update(style).digest('base64');
    const [policy] = all(html, /Content-Security-Policy" content="([^"]*)"/g);
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).toContain(`'sha256-${hash}'`);
    expect(html).not.toMatch(/ style="/);
  });

  it('shows every environment, site, stack and promise', () => {
    for (const { name, file, sites } of builds) {
      expect(html).toContain(`</span> ${name}</h2>`);
      expect(html).toContain(file);
      for (const site of sites) {
        expect(html).toContain(`id="site-${site.name}"`);
        for (const stack of site.stacks) expect(html).toContain(`<code>${site.name}-${stack.name}</code>`);
        for (const image of site.release.images) expect(html).toContain(image);
        expect(html).toContain(`sha256:${site.release.contentSha256}`);
      }
    }
    for (const [capability, promise] of Object.entries(capabilities)) {
      expect(html).toContain(`<th scope="row">${promise}</th>`);
      expect(html).toContain(`<code>${capability}</code>`);
    }
  });

  it('draws every site with its stacks and one arrow a dependency, with a title and a description', () => {
    const drawings = all(html, /<svg class="graph"([\s\S]*?)<\/svg>/g);
    expect(drawings).toHaveLength(builds.length);
    builds.forEach(({ sites }, index) => {
      const drawing = drawings[index] ?? '';
      const stacks = sites.flatMap((site) => site.stacks);
      expect(all(drawing, /class="site-name">([^<]*)</g)).toEqual(sites.map(({ name }) => name));
      expect(all(drawing, /class="stack-name">([^<]*)</g)).toEqual(stacks.map(({ name }) => name));
      expect(drawing.match(/class="edge"/g)).toHaveLength(stacks.flatMap(({ dependsOn }) => dependsOn).length);
      expect(drawing).toMatch(/<title id=.*<desc id=/);
      expect(drawing).not.toMatch(/NaN|undefined|Infinity/);
    });
  });

  it('sums up what was built', () => {
    const totals = new Map(
      [...html.matchAll(/<dt>([a-z]+)<\/dt><dd>([\d,]+)<\/dd>/g)].map(([, key, sum]) => [key, sum]),
    );
    expect(Object.fromEntries(totals)).toEqual({
      environments: '3',
      sites: '7',
      clouds: '3',
      stacks: '44',
      resources: String(14 + 6 * cloudStacks.reduce((sum, { resources }) => sum + resources, 0)),
      objects: String(7 * 74),
    });
  });

  it('shows findings with code, place, value, allowed values and fix, or that there is no fix', () => {
    const findings = html.slice(html.indexOf('id="findings-title"'), html.indexOf('<section id="environment-'));
    for (const { code, place } of builds.flatMap(({ sites }) => sites.flatMap((site) => site.findings))) {
      expect(findings).toContain(code);
      expect(findings).toContain(place);
    }
    expect(findings).toContain('got <code>&quot;mlflow&quot;</code>; allowed: default, tracking');
    expect(findings).toMatch(/data-label="Fix"[^>]*>none</);
    expect(html).toContain('>2 findings</a>');
  });

  it('says why a promise is absent or broken, once for all rows of an area', () => {
    expect(all(html, /<li id="note-network-1">([^<]*)</g)).toEqual([
      'In-cluster, absent: the owner of the cluster runs its network',
    ]);
    expect(html.match(/href="#note-network-1"/g)).toHaveLength(2);
    expect(all(html, /<li id="note-bucket-1">([^<]*)</g)).toEqual([
      'Azure (dev-azure-westeurope), broken: data: azurerm_storage_account https_traffic_only_enabled',
    ]);
  });

  it('draws and says how an environment recovers, and nothing where nothing is promised', async () => {
    const recovery = recoverySummary(resolveEnvironment(prod));
    if (!recovery) throw new Error('prod promises nothing');
    const page = await renderReport([environmentBuild('prod', [siteBuild('prod-aws-x', 'aws')], { recovery })]);
    expect(await problemsOf(page)).toEqual([]);
    const [drawing = ''] = all(page, /<svg class="ways"([\s\S]*?)<\/svg>/g);
    const drawn = recovery.ways.filter(({ loss, promised }) => loss === 'site' && promised);
    for (const { service, rtoMinutes, objective } of drawn) {
      expect(drawing).toContain(`${service} ${rtoMinutes} of ${objective.rtoMinutes}`);
    }
    expect(drawing).not.toMatch(/NaN|undefined|Infinity/);
    expect(drawing.match(/class="step /g)).toHaveLength(drawn.flatMap(({ path }) => path).length);
    for (const { stores } of recovery.ways) {
      for (const { title } of stores) expect(page).toContain(title);
    }
    expect(html).not.toContain('class="ways"');
  });

  it('draws what an environment costs where it was priced, and nothing where it was not', async () => {
    const page = await renderReport([
      environmentBuild('prod', [siteBuild('prod-aws-x', 'aws')], { cost: summaryOf(hostile) }),
    ]);
    expect(await problemsOf(page)).toEqual([]);
    expect(page).toContain('<h3>Cost</h3>');
    expect(page).toContain('oldest price of 2026-01-01');
    expect(html.includes('class="treemap"')).toBe(false);
  });

  it('says so when there is nothing to say', async () => {
    const empty = await renderReport([]);
    expect(empty).toContain('No environment has been built yet.');
    expect(await problemsOf(empty)).toEqual([]);
    const sound = await renderReport([environmentBuild('one', [siteBuild('one-aws-x', 'aws')])]);
    expect(sound).toContain('No findings');
    expect(await problemsOf(sound)).toEqual([]);
  });

  it('escapes whatever text a build holds', async () => {
    const site = siteBuild(hostile, 'aws', {
      region: hostile,
      services: [hostile],
      parity: parityOf('aws', { 'key.rotated': { status: 'absent', because: hostile } }),
      findings: [
        {
          code: 'PARITY_BROKEN',
          file: hostile,
          place: hostile,
          message: hostile,
          value: hostile,
          allowed: [hostile],
          fix: hostile,
        },
      ],
    });
    const release = {
      ...site.release,
      environment: hostile,
      images: [hostile],
      charts: { [hostile]: hostile },
      providers: { [hostile]: hostile },
    };
    const page = await renderReport(
      [environmentBuild(hostile, [{ ...site, release }], { file: hostile, supernet: hostile })],
      { title: hostile },
    );
    expect(page).not.toContain('<script');
    expect(await problemsOf(page)).toEqual([]);
  });
});
