/** Roles that people can have on a site, from the least to the most. */
export const humanRoles = ['viewer', 'operator', 'break-glass'] as const;
export type HumanRole = (typeof humanRoles)[number];

/** Who has which, in the cloud's own names: ARNs, addresses of Google groups, object ids of Entra groups. */
export interface People {
  readonly viewers: readonly string[];
  readonly operators: readonly string[];
  /** At least one. */
  readonly breakGlass: readonly string[];
}

/** Groups of an identity provider, for a cluster alone. */
export interface ClusterSignIn {
  readonly issuer: string;
  readonly clientId: string;
  readonly usernameClaim: string;
  readonly groupsClaim: string;
  readonly viewers: readonly string[];
  readonly operators: readonly string[];
}

/** Everybody with a role, by role. */
export const peopleByRole = ({
  viewers,
  operators,
  breakGlass,
}: People): Readonly<Record<HumanRole, readonly string[]>> => ({
  viewer: viewers,
  operator: operators,
  'break-glass': breakGlass,
});

/** The longest that a person has all rights at once. */
export const breakGlassHours = 1;
