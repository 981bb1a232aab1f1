import type { AwsSite } from '../../../environments/model';
import { type NeedRequest, type SecretCommands, secretPath } from '../../contracts';
import { signInProfile } from '../sign-in';

/** A generated secret in Secrets Manager, by AWS' own command line; in the account of the profile with the site's name, where there are several. */
export function secretCommands(request: NeedRequest<'secret', AwsSite>): SecretCommands {
  const { region } = request.site;
  const profile = signInProfile(request.site);
  const place = `${profile ? `--profile ${profile} ` : ''}--region ${region} --secret-id ${secretPath(request)} --output text`;
  return {
    read: `aws secretsmanager get-secret-value ${place} --query SecretString`,
    write: `aws secretsmanager put-secret-value ${place} --query Name --secret-string file:///dev/stdin`,
  };
}
