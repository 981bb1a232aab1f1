import type { StackJson } from '../site-output';
import { googleRoles } from './google-roles';
import type { Grant, PipelineStep } from './pipeline-grants';

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Roles on the project and on the remote state, of the account that the pipeline takes for a step. */
export function googleGrants(state: StackJson, step: PipelineStep): readonly Grant[] {
  const resources = (type: string): Resources => (state.resource?.[type] ?? {}) as Resources;
  const accounts = Object.entries(resources('google_service_account'))
    .filter(([, { display_name: name }]) => new RegExp(`^Pipeline of .*: ${step}$`).test(String(name)))
    .map(([id]) => `\${google_service_account.${id}.member}`);
  const custom = Object.entries(resources('google_project_iam_custom_role'));
  const given = ['google_project_iam_member', 'google_storage_bucket_iam_member'].flatMap((type) =>
    Object.values(resources(type)),
  );
  return given
    .filter(({ member }) => accounts.includes(String(member)))
    .map(({ role }): Grant => {
      const own = custom.find(([id]) => role === `\${google_project_iam_custom_role.${id}.name}`)?.[1];
      return own
        ? { from: String(own.title), own: true, allows: own.permissions as readonly string[] }
        : { from: String(role), allows: [], ...googleRoles[String(role)] };
    });
}
