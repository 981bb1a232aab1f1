/** The parts of `terraform show -json <plan>` that are read. https://developer.hashicorp.com/terraform/internals/json-format */
export interface TerraformPlan {
  readonly resource_changes?: readonly ResourceChange[];
  /** What somebody changed outside of Terraform. */
  readonly resource_drift?: readonly ResourceChange[];
  /** What the stack itself says; names of arguments are all that is read. */
  readonly configuration?: {
    readonly root_module?: {
      readonly resources?: readonly {
        readonly address: string;
        readonly expressions?: Readonly<Record<string, unknown>>;
      }[];
    };
  };
  readonly output_changes?: Readonly<Record<string, Pick<Change, 'actions'>>>;
}

export interface ResourceChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** What an earlier replacement left behind. */
  readonly deposed?: string;
  readonly change: Change;
  /** Why Terraform chose the action, where no attribute says so. */
  readonly action_reason?: string;
}

export interface Change {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  /** `true`, or the same shape with `true` at what is secret. */
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  /** What forces a replacement. */
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: { readonly id?: string };
}
