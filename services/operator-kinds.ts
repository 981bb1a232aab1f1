/** Versions of one kind of custom resource, as its definition lists them. */
export interface KindVersions {
  /** Versions that the API server answers in, in the order of the definition. */
  readonly served: readonly string[];
  /** Versions that objects may still be stored in, but that nobody can ask for any more. Default: none. */
  readonly unserved?: readonly string[];
  /** The version that objects are written to disk in. */
  readonly stored: string;
}

/** The custom resources that one pinned Helm chart defines. */
export interface OperatorKinds {
  /** Version of the Helm chart. */
  readonly chart: string;
  /** Releases whose definitions were read. */
  readonly releases: readonly string[];
  /** By `<group>/<kind>`. */
  readonly kinds: Readonly<Record<string, KindVersions>>;
}
