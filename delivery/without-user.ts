/** A URL as it may be written down: whoever is in it stays out. */
export const withoutUser = (url: string): string => url.replace(/^([a-z][a-z+]*:\/\/)[^/@]*@/, '$1');
