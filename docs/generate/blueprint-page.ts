import { kebabCase } from '../../constructs/contracts';
import type { Blueprint, Component, Target } from '../../environments/blueprints';
import { blueprints } from '../../environments/blueprints';
import { code, markdownPage, type Page, table } from './page';
import { box, draw } from './picture';

const all: readonly Blueprint[] = blueprints;

const camelCase = (kebab: string): string => kebab.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());

const serviceLink = (service: string): string => `[${code(service)}](../services/${kebabCase(service)}.md)`;

const loadTable = ({ load }: Blueprint): string =>
  table(
    ['load', 'what', 'default'],
    Object.entries(load.shape).map(([name, schema]) => [
      code(name),
      (schema as { description?: string }).description ?? '',
      String((load.parse({}) as Record<string, unknown>)[name] ?? 'none'),
    ]),
  );

const targetRow = ({ what, value, keptBy }: Target): string[] => [
  what,
  String(value),
  `${code(`services.${keptBy.service}.objectives.${keptBy.objective}`)}`,
];

const pagePath = (name: string): string => `docs/reference/blueprints/${name}.md`;
const picturePath = (name: string): string => `docs/pictures/blueprints/${name}.svg`;

function content(blueprint: Blueprint): string {
  const { name, title, summary, components, unchecked = [] } = blueprint;
  const { targets, sizing } = blueprint.plan();
  const preset = camelCase(name);
  return markdownPage(title, [
    summary,
    `![Data flow of ${title}](../../pictures/blueprints/${name}.svg)`,
    '## Use it',
    'The preset decides services, sizes and node pools; names, sites and accounts are your own. What you write after it replaces it. In a repository of your own, import from `evenkeel/blueprints` and `evenkeel/environments`.',
    [
      '```ts',
      `import { ${preset} } from './blueprints/${name}';`,
      "import { defineEnvironment } from './schema/define-environment';",
      '',
      `const preset = ${preset}.preset({ /* your load, where it differs */ });`,
      '',
      'export default defineEnvironment({',
      '  ...preset,',
      "  name: 'prod',",
      '  services: { ...preset.services /* and what you change */ },',
      '  // organisation, owner, costCentre, contact, domain, jurisdiction, gitops and sites as in any environment',
      '});',
      '```',
    ].join('\n'),
    '## Load',
    'A load beyond what the blueprint is made for is refused with its place; so is every objective that the sizes cannot keep.',
    loadTable(blueprint),
    '## What it promises',
    'With the default load. Alerts, dashboards and canary analysis come from the same numbers.',
    table(['target', 'value', 'kept by'], targets.map(targetRow)),
    ...(unchecked.length > 0
      ? ['Known of the system, and not checked by a build:', unchecked.map((line) => `- ${line}`).join('\n')]
      : []),
    '## Sizing',
    table(
      ['what', 'arithmetic'],
      sizing.map(({ what, arithmetic }) => [what, arithmetic]),
    ),
    '## Components',
    table(
      ['component', 'service', 'how'],
      Object.values(components).map(({ title: part, service, how }) => [
        part,
        service ? serviceLink(service) : 'outside of the platform',
        how,
      ]),
    ),
  ]);
}

const fillOf = ({ service }: Component): string => (service ? '#e3f1e5' : '#fff3d6');

function picture({ title, components, flows }: Blueprint): Promise<string> {
  const nodes = Object.entries(components).map(([id, component]) =>
    box(id, component.title, component.service ?? 'outside', fillOf(component)),
  );
  const edges = flows.map(({ from, to, what }) => `"${from}" -> "${to}" [label=" ${what} "]`);
  return draw(`Data flow: ${title}`, ['rankdir="LR"', ...nodes, ...edges].join('\n'));
}

/** A page and a picture for every blueprint, and the page that lists them. */
export const blueprintPages: readonly Page[] = [
  {
    path: 'docs/reference/blueprints.md',
    content: () =>
      markdownPage('Blueprints', [
        'Whole systems as presets: known loads become services, objectives and sizes. A team spreads one into an environment file and adds its own names and sites.',
        table(
          ['blueprint', 'system', 'services'],
          all.map(({ name, title, plan }) => [
            `[${code(name)}](blueprints/${name}.md)`,
            title,
            Object.keys(plan().preset.services).sort().map(code).join(', '),
          ]),
        ),
      ]),
  },
  ...all.flatMap((blueprint) => [
    { path: pagePath(blueprint.name), content: () => content(blueprint) },
    { path: picturePath(blueprint.name), content: () => picture(blueprint) },
  ]),
];
