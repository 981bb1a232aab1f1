/** How documents are shown to people. */
export const documentFormats = ['text', 'markdown'] as const;
export type DocumentFormat = (typeof documentFormats)[number];

/** What `evenkeel cost` shows as well: a page with pictures. */
export const pageFormats = [...documentFormats, 'html'] as const;
export type PageFormat = (typeof pageFormats)[number];
