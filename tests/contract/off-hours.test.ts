import { renderSiteOutput } from '../../delivery/site-output';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../environments/schema';
import type { Manifest, SiteOutput } from '../../policies/site-output';
import { environmentInput, siteInputs } from '../fixtures/environment';

type SiteInput = EnvironmentInput['sites'][number];

const offHours = { timeZone: 'Europe/Berlin', workingHours: [{ from: '07:00', until: '19:00' }] };
const inputs: Readonly<Record<string, SiteInput>> = { ...siteInputs, local: { cloud: 'local' } };

async function build(site: SiteInput, changes: Partial<EnvironmentInput> = {}): Promise<SiteOutput> {
  const environment = resolveEnvironment(
    environmentInput({
      deletionProtection: false,
      services: { tracking: { ownKey: false }, monitoring: {} },
      offHours,
      sites: [{ ...site, role: 'primary' } as SiteInput],
      ...changes,
    }),
  );
  const [resolved] = environment.sites;
  if (!resolved) throw new Error('no site');
  return (await renderSiteOutput(resolved)).output;
}

const own = ({ manifests }: SiteOutput): Manifest[] =>
  manifests.filter(({ metadata }) => metadata.namespace === 'off-hours' || metadata.name.endsWith('-off-hours'));

/** What differs by site: labels that name it, and where its API server is. */
const alike = (output: SiteOutput): string[] =>
  own(output)
    .filter(({ kind }) => kind !== 'NetworkPolicy')
    .map(({ metadata: { labels: _, ...metadata }, ...rest }) => JSON.stringify({ ...rest, metadata }))
    .map((text) => text.replace(/"evenkeel.dev\/site":"[^"]*"/g, ''))
    .sort();

describe('off hours', () => {
  let local: SiteOutput;
  beforeAll(async () => {
    local = await build(inputs.local as SiteInput);
  });

  describe.each(Object.keys(inputs))('on %s', (name) => {
    let output: SiteOutput;
    beforeAll(async () => {
      output = await build(inputs[name] as SiteInput);
    });

    it('are the same job with the same rights', () => {
      expect(alike(output).length).toBeGreaterThan(5);
      expect(alike(output)).toEqual(alike(local));
    });

    it('have a namespace, where the job reaches the API server and nothing else', () => {
      expect(JSON.stringify(output.stacks.platform)).toContain('"name":"off-hours"');
      const policies = own(output)
        .filter(({ kind }) => kind === 'NetworkPolicy')
        .map(({ metadata }) => metadata.name)
        .sort();
      expect(policies).toEqual(['off-hours', 'off-hours-api-server', 'off-hours-default-deny', 'off-hours-dns']);
    });

    it('leave nothing where the site never stops', async () => {
      const never = await build({ ...inputs[name], offHours: 'never' } as SiteInput);
      expect(own(never)).toEqual([]);
      expect(JSON.stringify(never.stacks)).not.toContain('off-hours');
    });
  });
});
