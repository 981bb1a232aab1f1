/** Width of a letter by the height of its type: that of wide common sans-serifs, as nobody knows the reader's. */
const letterWidth = { plain: 0.62, strong: 0.72 } as const;

/** How wide a text is at most, in units of its drawing. */
export const textWidth = (text: string, size: number, weight: keyof typeof letterWidth = 'plain'): number =>
  text.length * letterWidth[weight] * size;
