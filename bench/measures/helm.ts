import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { locateTools } from '../../tests/proof/tools/locate';
import { runMeasured } from '../measured-process';
import { atLeast, type MeasureResult } from '../result';
import type { Setting } from '../setting';
import { interleave, median } from '../statistics';

interface Printed {
  readonly environments: readonly {
    readonly sites: readonly {
      readonly name: string;
      readonly objects: number;
      readonly stacks: readonly { readonly resources: number }[];
    }[];
  }[];
}

/** Text that Helm would take for its own, kept as it is. */
const literal = (text: string): string => text.replaceAll('{{', '{{ "{{" }}');

/** The objects of one site as the templates of a chart, with the names of the site as values. */
function writeChart(folder: string, site: string, from: string): void {
  mkdirSync(join(folder, 'templates'));
  writeFileSync(join(folder, 'Chart.yaml'), `apiVersion: v2\nname: ${site}\nversion: 1.0.0\n`);
  const environment = site.split('-')[0] ?? site;
  writeFileSync(join(folder, 'values.yaml'), `site: ${site}\nenvironment: ${environment}\nmanagedBy: evenkeel\n`);
  const files = readdirSync(from, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name.endsWith('.yaml'),
  );
  for (const entry of files) {
    const path = join(entry.parentPath, entry.name);
    const template = literal(readFileSync(path, 'utf8'))
      .replaceAll(site, '{{ .Values.site }}')
      .replaceAll('managed-by: evenkeel', 'managed-by: {{ .Values.managedBy }}')
      .replaceAll(`${environment}.ml.`, '{{ .Values.environment }}.ml.');
    writeFileSync(join(folder, 'templates', relative(from, path).replaceAll(/[\\/]/g, '_')), template);
  }
}

/** `helm template` of a chart made of the same objects. Helm renders text; Evenkeel also builds and checks the rest. */
export async function measureHelm(setting: Setting): Promise<MeasureResult> {
  const tools = await locateTools();
  const helm = tools.pathOf('helm');
  if (helm === undefined) return { ratios: [], notes: tools.missing(['helm']) };
  const dist = setting.folder('dist');
  const { stdout } = await setting.evenkeel(['build', '--json', '--out', dist]);
  const { environments } = JSON.parse(stdout) as Printed;
  const sites = environments.flatMap((environment) => environment.sites);
  const objects = sites.reduce((sum, site) => sum + site.objects, 0);
  const resources = sites.flatMap(({ stacks }) => stacks).reduce((sum, stack) => sum + stack.resources, 0);
  const charts = sites.map(({ name }) => {
    const folder = setting.folder('chart');
    const environment = name.split('-')[0] ?? name;
    writeChart(folder, name, join(dist, environment, name));
    return folder;
  });
  const together = setting.folder('together');
  mkdirSync(join(together, 'charts'));
  writeFileSync(join(together, 'Chart.yaml'), 'apiVersion: v2\nname: together\nversion: 1.0.0\n');
  for (const [index, chart] of charts.entries())
    cpSync(chart, join(together, 'charts', String(index)), { recursive: true });
  const template = (chart: string) =>
    runMeasured(helm, ['template', 'bench', chart], { env: { HELM_NO_PLUGINS: '1' } });
  const samples = await interleave(setting.rounds, {
    build: async () => (await setting.evenkeel(['build', '--out', setting.folder('dist')])).seconds,
    'chart a site': async () => {
      let seconds = 0;
      for (const chart of charts) seconds += (await template(chart)).seconds;
      return seconds;
    },
    'one chart': async () => (await template(together)).seconds,
  });
  const built = objects + resources;
  const ours = (median(samples.build) / built) * 1000;
  const perSite = (median(samples['chart a site']) / objects) * 1000;
  const atOnce = (median(samples['one chart']) / objects) * 1000;
  return {
    ratios: [
      {
        measure: 'helm template an object / full build an object or resource',
        of: `${perSite.toFixed(2)} ms / ${ours.toFixed(2)} ms`,
        ratio: perSite / ours,
        target: atLeast(1),
      },
      {
        measure: 'the same, all sites in one chart',
        of: `${atOnce.toFixed(2)} ms / ${ours.toFixed(2)} ms`,
        ratio: atOnce / ours,
      },
    ],
    notes: [
      `helm renders ${objects} objects, one chart a site; a build makes them and ${resources} resources, checked and written`,
    ],
  };
}
