/** The parts of a rendered CloudNativePG cluster that decide what survives a loss. */
export interface RenderedPostgres {
  readonly instances: number;
  readonly bootstrap: { readonly initdb: { readonly dataChecksums: boolean } };
  readonly postgresql: {
    readonly parameters: Readonly<Record<string, string>>;
    readonly synchronous?: {
      readonly method: 'any' | 'first';
      readonly number: number;
      readonly dataDurability: string;
    };
  };
}

/**
 * What the operator sets unless the cluster says otherwise.
 * Source: cloudnative-pg.io/documentation/current/postgresql_conf, "fixed" and default parameters.
 */
const operatorDefaults = { wal_level: 'logical', wal_log_hints: 'on', wal_keep_size: '512MB', archive_timeout: '5min' };

/** Names of the instances, as the operator counts them. */
export const instanceNames = (cluster: string, { instances }: RenderedPostgres): string[] =>
  Array.from({ length: instances }, (_, index) => `${cluster}-${index + 1}`);

/** Settings of a server as the operator makes them of a rendered cluster; its memory is that of a small machine. */
export const serverSettings = ({ postgresql: { parameters } }: RenderedPostgres): Record<string, string> => ({
  ...operatorDefaults,
  ...parameters,
  shared_buffers: '64MB',
});

/** Whom a commit waits for, as the operator writes it into the running primary; empty: nobody. */
export const waitedFor = ({ postgresql: { synchronous } }: RenderedPostgres, others: readonly string[]): string =>
  synchronous
    ? `${synchronous.method.toUpperCase()} ${synchronous.number} (${others.map((name) => `"${name}"`).join(',')})`
    : '';
