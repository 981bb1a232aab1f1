import { PrivilegedAccessManagerEntitlement } from '@cdktf/provider-google/lib/privileged-access-manager-entitlement';
import { ProjectIamCustomRole } from '@cdktf/provider-google/lib/project-iam-custom-role';
import { ProjectIamMember } from '@cdktf/provider-google/lib/project-iam-member';
import { ProjectService } from '@cdktf/provider-google/lib/project-service';
import { Construct } from 'constructs';
import type { GoogleSite, HumanRole } from '../../../environments/model';
import { breakGlassHours, peopleByRole } from '../../../environments/model/people';
import { keepsAccount } from '../../contracts';
import { projectRoleId } from '../names';
import { breakGlassRoles, operatorPermissions, readerRoles, viewerPermissions } from './people-permissions';

export interface GooglePeopleProps {
  readonly site: GoogleSite;
}

type StandingRole = Exclude<HumanRole, 'break-glass'>;

const standing: Readonly<Record<StandingRole, { readonly title: string; readonly permissions: readonly string[] }>> = {
  viewer: { title: 'Viewers', permissions: viewerPermissions },
  operator: { title: 'Operators', permissions: [...viewerPermissions, ...operatorPermissions] },
};

/**
 * Rights of people in the project. Viewers and operators have theirs for good; whoever breaks the glass asks Privileged
 * Access Manager for an hour, says why, and the site's contact is told. Google's basic roles are not used: they open the
 * content of datasets.
 */
export class GooglePeople extends Construct {
  constructor(scope: Construct, id: string, { site }: GooglePeopleProps) {
    super(scope, id);
    const people = peopleByRole(site.people);
    for (const role of Object.keys(standing) as StandingRole[]) {
      if (people[role].length > 0) this.standing(site, role, people[role]);
    }
    this.breakGlass(site, people['break-glass']);
  }

  private standing(site: GoogleSite, role: StandingRole, groups: readonly string[]): void {
    const { title, permissions } = standing[role];
    const custom = new ProjectIamCustomRole(this, role, {
      project: site.projectId,
      roleId: projectRoleId(site, role),
      title: `${title} of ${site.name}`,
      permissions: [...permissions].sort(),
    });
    for (const group of groups) {
      const member = `group:${group}`;
      new ProjectIamMember(this, `${role}-${group}`, { project: site.projectId, role: custom.name, member });
      // The same right for the same group is one, whichever site gives it.
      for (const reader of keepsAccount(site) ? readerRoles : []) {
        new ProjectIamMember(this, `${role}-${group}-${reader}`, { project: site.projectId, role: reader, member });
      }
    }
  }

  private breakGlass(site: GoogleSite, groups: readonly string[]): void {
    const service = new ProjectService(this, 'access-manager', {
      project: site.projectId,
      service: 'privilegedaccessmanager.googleapis.com',
      disableOnDestroy: false,
    });
    new PrivilegedAccessManagerEntitlement(this, 'break-glass', {
      entitlementId: `break-glass-${site.name}`,
      parent: `projects/${site.projectId}`,
      location: 'global',
      maxRequestDuration: `${breakGlassHours * 3600}s`,
      eligibleUsers: [{ principals: groups.map((group) => `group:${group}`) }],
      requesterJustificationConfig: { unstructured: {} },
      privilegedAccess: {
        gcpIamAccess: {
          resource: `//cloudresourcemanager.googleapis.com/projects/${site.projectId}`,
          resourceType: 'cloudresourcemanager.googleapis.com/Project',
          roleBindings: breakGlassRoles.map((role) => ({ role })),
        },
      },
      additionalNotificationTargets: { adminEmailRecipients: [site.contact] },
      dependsOn: [service],
    });
  }
}
