import { instance } from '@viz-js/viz';

const look = `
  graph [fontname="Helvetica,Arial,sans-serif" bgcolor="white" pad="0.2" nodesep="0.35" ranksep="0.4" fontsize="12"]
  node [fontname="Helvetica,Arial,sans-serif" fontsize="12" shape="box" style="rounded,filled" fillcolor="#f4f6f8" color="#5b6770"]
  edge [fontname="Helvetica,Arial,sans-serif" fontsize="11" color="#5b6770" fontcolor="#3d464d" arrowsize="0.7"]`;

/** Wide enough for the widest common sans-serif: readers do not have the font that Graphviz measures with. */
const inchesPerLetter = 0.095;

/** A box with a name and what it is for. */
export function box(id: string, name: string, caption: string, fill?: string): string {
  const width = inchesPerLetter * Math.max(name.length * 1.1, caption.length) + 0.3;
  const look = fill ? ` fillcolor="${fill}"` : '';
  return `"${id}" [label="${name}\\n${caption}" width="${width.toFixed(2)}"${look}]`;
}

/** Names are bold, captions are not; an SVG shown as an image may carry its own style. */
const style = '<style>.node text:first-of-type { font-weight: bold }</style>';

/** An SVG with a title for screen readers, and nothing in it that changes without cause. */
export async function draw(title: string, body: string): Promise<string> {
  const viz = await instance();
  const svg = viz.renderString(`digraph { ${look} ${body} }`, { format: 'svg' });
  return svg
    .slice(svg.indexOf('<svg'))
    .replaceAll(/<!--[\s\S]*?-->\n?/g, '')
    .replaceAll(/<title>[^<]*<\/title>\n?/g, '')
    .replace('<svg ', '<svg role="img" ')
    .replace('>\n', `>\n<title>${title}</title>\n${style}\n`);
}
