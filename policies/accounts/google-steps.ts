import type { GoogleSite } from '../../environments/model';
import type { SiteOutput } from '../site-output';
import type { AccountFacts } from './first-steps';

/** Services without which Terraform can turn on no other. */
const firstServices = ['serviceusage.googleapis.com', 'cloudresourcemanager.googleapis.com'];

const servicesOf = ({ stacks }: SiteOutput): string[] =>
  Object.values(stacks)
    .flatMap((stack) => Object.values(stack?.resource?.google_project_service ?? {}))
    .map((resource) => String((resource as { readonly service: string }).service))
    .sort();

export function googleSteps(site: GoogleSite, output: SiteOutput): AccountFacts {
  const later = [...new Set(servicesOf(output))].filter((service) => !firstServices.includes(service));
  return {
    kind: 'project',
    id: site.projectId,
    steps: [
      {
        what: `project ${site.projectId}`,
        why: 'one project for each environment: what goes wrong in one reaches no other',
        commands: [
          `gcloud projects create ${site.projectId} --folder <folder of the environment> --name ${site.organisation}-${site.environment}`,
          `gcloud projects describe ${site.projectId} --format 'value(projectNumber)'   # projectNumber of the site`,
        ],
      },
      {
        what: 'billing',
        why: 'no service of the stacks can be turned on without it',
        commands: [`gcloud billing projects link ${site.projectId} --billing-account <billing account>`],
      },
      {
        what: 'the first two services',
        why: `Terraform turns on the others: ${later.join(', ')}`,
        commands: [`gcloud services enable ${firstServices.join(' ')} --project ${site.projectId}`],
      },
      {
        what: 'no default network',
        why: 'it opens SSH to the world; the stacks make their own',
        commands: [`gcloud compute networks delete default --project ${site.projectId}   # where it was made`],
      },
    ],
    bootstrap: {
      who: 'a person of the project, once; and whenever `state` changes',
      rights: [
        'roles/cloudkms.admin',
        'roles/iam.serviceAccountAdmin',
        'roles/iam.workloadIdentityPoolAdmin',
        'roles/resourcemanager.projectIamAdmin',
        'roles/serviceusage.serviceUsageAdmin',
        'roles/storage.admin',
        // Not even an owner of the project may make accounts of services without it.
        'roles/workloadidentity.admin',
      ],
    },
  };
}
