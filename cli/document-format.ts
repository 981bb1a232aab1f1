/** How documents are shown to people. */
export const documentFormats = ['text', 'markdown'] as const;
export type DocumentFormat = (typeof documentFormats)[number];
