import type { AwsSite } from '../../environments/model';
import { type NeedRequest, type SecretCommands, secretPath } from '../contracts';

/** A generated secret in Secrets Manager, by AWS' own command line; in the account of the profile with the site's name, where there are several. */
export function secretCommands(request: NeedRequest<'secret', AwsSite>): SecretCommands {
  const { region, name, sharesSecrets } = request.site;
  const profile = sharesSecrets === 'sign-in-a-site' ? `--profile ${name} ` : '';
  const place = `${profile}--region ${region} --secret-id ${secretPath(request)} --output text`;
  return {
    read: `aws secretsmanager get-secret-value ${place} --query SecretString`,
    write: `aws secretsmanager put-secret-value ${place} --query Name --secret-string file:///dev/stdin`,
  };
}
