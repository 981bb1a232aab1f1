/** One way to get a tool. The ways of a tool are tried in order. */
export type Source =
  /** Debian packages; installed only by root on a machine with apt. */
  | { readonly kind: 'apt'; readonly packages: readonly string[] }
  /** A Go program built from its published module. */
  | GoSource
  /** An own Python environment holding exactly these requirements. */
  | { readonly kind: 'python'; readonly requirements: readonly string[] }
  /** Node.js packages with what they depend on: exactly these. No script of theirs is run. */
  | { readonly kind: 'npm'; readonly packages: readonly string[] }
  /** A provider downloaded by `terraform providers mirror`; needs Terraform's registry. */
  | { readonly kind: 'registry' }
  /** Files downloaded as they are, all into one folder. */
  | { readonly kind: 'files'; readonly urls: Readonly<Record<string, string>> }
  /** Files of a published Go module, all into one folder: no code of it is run. */
  | GoFiles
  /** Java archives and, unless they are wanted alone, what they depend on, all into one folder, by Maven. */
  | MavenSource
  /** Packages of Helm charts, all into one folder, from their own repositories. */
  | HelmCharts
  /** Nothing can be done automatically: what a person does instead. */
  | { readonly kind: 'manual'; readonly instruction: string };

export interface GoSource {
  readonly kind: 'go';
  /** Module path to download. */
  readonly module: string;
  readonly version: string;
  /** Import path of the program; the module itself by default. */
  readonly package?: string;
  /** Path the module declares for itself where that differs from where it is published. */
  readonly declaredPath?: string;
  /** Published version that stands in for each of the module's own `replace => ./folder` lines. */
  readonly localReplacesAs?: string;
  /** Takes over the module's own `replace` lines that name published versions. Default: false. */
  readonly publishedReplaces?: boolean;
  /** Published versions that stand in for those the module names and that cannot be had, by module. Default: none. */
  readonly otherVersions?: Readonly<Record<string, string>>;
  /** Folder under `tests/proof` with a program of ours, built against the module in place of one of the module's own. */
  readonly ownProgram?: string;
  /** Path of its own that such a program has; below the module where it uses what the module keeps to itself. */
  readonly ownPath?: string;
  /** Build tags without which the program is not what its makers release. */
  readonly tags?: readonly string[];
  /** Variables set by the linker, such as the version the program reports. */
  readonly linkedVariables?: Readonly<Record<string, string>>;
}

export interface GoFiles {
  readonly kind: 'go-files';
  readonly module: string;
  readonly version: string;
  /** Name in the folder to path inside the module. */
  readonly files: Readonly<Record<string, string>>;
}

export interface HelmCharts {
  readonly kind: 'helm';
  /** By the chart's name. */
  readonly charts: Readonly<Record<string, { readonly repository: string; readonly version: string }>>;
}

export interface MavenSource {
  readonly kind: 'maven';
  /** `group:artifact:version` */
  readonly artifacts: readonly string[];
  /** Leaves out what they depend on. Default: false. */
  readonly alone?: boolean;
  /** Project whose versions of what they depend on are taken, in the same form. Default: each archive's own. */
  readonly managedBy?: string;
}

/** How a tool already on the machine is recognised. */
export interface OnSystem {
  /** Names tried in order. */
  readonly commands: readonly string[];
  /** Environment variable that names the program instead. */
  readonly variable?: string;
  /** Folders outside PATH where packages put it; `*` stands for one folder name, the last match wins. */
  readonly directories?: readonly string[];
  readonly versionArguments: readonly string[];
  /** Oldest version accepted; any by default. */
  readonly minimum?: string;
}

/** Where set-up puts a tool. */
export type Cached =
  | { readonly kind: 'binary'; readonly executable: string }
  | { readonly kind: 'environment'; readonly executable: string }
  | { readonly kind: 'packages'; readonly executable: string }
  | { readonly kind: 'provider'; readonly provider: string }
  | { readonly kind: 'folder' };

export interface Tool {
  readonly name: string;
  /** Pinned version that set-up installs, or the one this project is tried with for a system package. */
  readonly version: string;
  /** What cannot be proved without it. */
  readonly proves: string;
  /** Minutes set-up takes from nothing on two cores. */
  readonly minutes: number;
  readonly onSystem?: OnSystem;
  readonly cached?: Cached;
  readonly sources: readonly Source[];
  /** What the proofs do when it is missing. */
  readonly without: string;
}
