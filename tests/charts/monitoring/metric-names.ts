import { parser } from '@prometheus-io/lezer-promql';

/** What Prometheus' own grammar finds in an expression. */
export interface ParsedExpression {
  /** Names of the series it selects. */
  readonly metrics: readonly string[];
  /** Whether all of it is PromQL. */
  readonly valid: boolean;
}

export function parseExpression(expression: string): ParsedExpression {
  const metrics = new Set<string>();
  let valid = true;
  parser.parse(expression).iterate({
    enter: ({ name, from, to, type, node }) => {
      if (type.isError) valid = false;
      // Label names and functions are identifiers too; a selector's name is a direct child of it.
      if (name === 'Identifier' && node.parent?.name === 'VectorSelector') metrics.add(expression.slice(from, to));
    },
  });
  return { metrics: [...metrics].sort(), valid };
}
