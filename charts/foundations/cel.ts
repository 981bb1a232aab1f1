/** A text in CEL. */
export const text = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A list of texts in CEL. */
export const list = (values: readonly string[]): string => `[${values.map(text).join(', ')}]`;
