import { HtmlValidate } from 'html-validate';

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
  rules: {
    // Rows become cards on narrow screens, where some browsers drop the roles unless they are stated.
    'no-redundant-role': 'off',
    'prefer-native-element': 'off',
    // The serializer closes void elements and keeps the document on one line.
    'void-style': 'off',
    'doctype-style': ['error', { style: 'lowercase' }],
    'long-title': 'off',
    'heading-level': 'error',
  },
});

export const all = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map(([, found = '']) => found);

/** What the validator says, ids that stand twice, and references that lead nowhere. */
export const problemsOf = async (html: string): Promise<string[]> => {
  const report = await validator.validateString(html);
  const ids = all(html, / id="([^"]*)"/g);
  const references = [
    ...all(html, / href="#([^"]*)"/g),
    ...all(html, / aria-labelledby="([^"]*)"/g).flatMap((list) => list.split(' ')),
  ];
  return [
    ...report.results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `twice: ${id}`),
    ...references.filter((target) => !ids.includes(target)).map((target) => `nowhere: ${target}`),
  ];
};
