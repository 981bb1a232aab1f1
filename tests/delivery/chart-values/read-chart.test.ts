import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readChart } from '../../../delivery/chart-values/read-chart';
import { treeOf, treeTexts } from '../../../delivery/chart-values/value-tree';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chart-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
const texts = () => treeTexts(readChart(folder).tree);

it('knows defaults; what is empty, a list or nothing is open', () => {
  write({
    'Chart.yaml': 'name: bakery\nversion: 1.2.3\n',
    'values.yaml': 'replicas: 1\nimage: { tag: "" }\nnodeSelector: {}\ntolerations: []\nextra:\n',
  });
  expect(readChart(folder)).toMatchObject({ name: 'bakery', version: '1.2.3' });
  expect(texts()).toEqual(['extra*', 'image{tag}', 'nodeSelector*', 'replicas', 'tolerations*']);
});

it('knows what templates ask for beyond the defaults, and what they hand on as it is', () => {
  write({
    'Chart.yaml': 'name: bakery\nversion: 1.0.0\n',
    'values.yaml':
      'resources: { limits: { memory: 1Gi } }\noven: { heat: 200 }\nconfig: { a: b }\nprobe: { period: 1 }\n',
    'templates/oven.yaml': [
      '{{- with .Values.priorityClassName }}{{ . }}{{- end }}',
      '{{ toYaml .Values.resources | nindent 4 }}',
      '{{- if .Values.oven }}{{ .Values.oven.door.width }}{{- end }}',
      '{{- with $.Values.probe }}\nprobe:\n  {{- toYaml . | nindent 2 }}\n{{- end }}',
      '{{ if hasKey (.Values.config) "file.yaml" }}{{ index .Values.config "other.yaml" }}{{ end }}',
    ].join('\n'),
  });
  expect(texts()).toEqual([
    'config{a,file.yaml*,other.yaml*}',
    'oven{door{width*},heat}',
    'priorityClassName*',
    'probe*',
    'resources*',
  ]);
});

it('knows the schema and the charts inside, by the names under which they are passed values', () => {
  write({
    'Chart.yaml':
      'name: street\nversion: 1.0.0\ndependencies: [{ name: bakery, alias: corner, condition: corner.enabled }]\n',
    'values.yaml': 'corner: { replicas: 2 }\n',
    'values.schema.json': JSON.stringify({
      properties: { lamp: { $ref: '#/definitions/lamp' }, name: { type: 'string' }, labels: { type: 'object' } },
      definitions: { lamp: { properties: { watts: { type: ['integer', 'null'] } } } },
    }),
    'charts/bakery/Chart.yaml': 'name: bakery\nversion: 1.0.0\n',
    'charts/bakery/values.yaml': 'replicas: 1\noven: { heat: 200 }\n',
  });
  expect(texts()).toEqual(['corner{enabled*,oven{heat},replicas}', 'global*', 'labels*', 'lamp{watts}', 'name']);
});

it('a tree is the same after it was written', () => {
  const written = ['a', 'b*', 'c.yaml{d*,e{f,g{h}},i}', 'j{k}'];
  expect(treeTexts(treeOf(written))).toEqual(written);
});
