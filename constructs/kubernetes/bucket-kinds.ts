/** How programs that know several kinds of object store call the one behind an address, by the scheme of the address. */
const kindOfScheme: Readonly<Record<string, string | undefined>> = { s3: 's3', gs: 'gcs', wasbs: 'azure' };

/** `undefined`: no kind that such programs know. */
export const bucketKind = (uri: string): string | undefined => kindOfScheme[uri.slice(0, uri.indexOf(':'))];
