import type { GoogleSite } from '../../../environments/model';
import type { NeedRequest, SecretCommands } from '../../contracts';
import { secretId } from '../names';

/** A generated secret in Secret Manager, by Google Cloud's own command line. */
export function secretCommands(request: NeedRequest<'secret', GoogleSite>): SecretCommands {
  const project = `--project ${request.site.projectId}`;
  const id = secretId(request);
  return {
    read: `gcloud secrets versions access latest --secret ${id} ${project}`,
    write: `gcloud secrets versions add ${id} ${project} --data-file - --format 'value(name)'`,
  };
}
