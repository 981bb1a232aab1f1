import type { AwsSite } from '../../environments/model';
import { type NeedRequest, type SecretCommands, secretPath } from '../contracts';

/** A generated secret in Secrets Manager, by AWS' own command line. */
export function secretCommands(request: NeedRequest<'secret', AwsSite>): SecretCommands {
  const place = `--region ${request.site.region} --secret-id ${secretPath(request)} --output text`;
  return {
    read: `aws secretsmanager get-secret-value ${place} --query SecretString`,
    write: `aws secretsmanager put-secret-value ${place} --query Name --secret-string file:///dev/stdin`,
  };
}
