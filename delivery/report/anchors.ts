const escaped = (name: string): string =>
  name.replaceAll(/[^a-zA-Z0-9-]/gu, (character) => `_${character.codePointAt(0)?.toString(16)}_`);

const anchor = (kind: string) => (name: string) => `${kind}-${escaped(name)}`;

/** Link targets by kind. Two names never share one, whatever characters they hold. */
export const anchors = {
  environment: anchor('environment'),
  site: anchor('site'),
  stacks: anchor('stacks'),
  release: anchor('release'),
  recovery: anchor('recovery'),
  cost: anchor('cost'),
  findings: anchor('findings'),
  area: anchor('area'),
  note: (area: string, number: number) => `note-${escaped(area)}-${number}`,
};

/** Link targets that exist once. */
export const landmarks = { main: 'content', findings: 'findings', parity: 'parity' } as const;
