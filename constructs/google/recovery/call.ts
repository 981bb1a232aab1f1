import type { GoogleSite } from '../../../environments/model';
import type { Command } from '../../contracts/command';

/** A call of Google Cloud's own command line in the project of a site. */
export const gcloud = (site: GoogleSite, args: readonly string[], more: Partial<Command> = {}): Command => ({
  program: 'gcloud',
  args: [...args, '--project', site.projectId, '--quiet'],
  reaches: site.name,
  ...more,
});
