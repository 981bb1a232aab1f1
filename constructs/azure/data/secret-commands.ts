import type { AzureSite } from '../../../environments/model';
import type { NeedRequest, SecretCommands } from '../../contracts';
import { vaultName, vaultSecretName } from '../names';
import { requestTags } from '../request-tags';

/** A generated secret in the site's vault, by Azure's own command line. Tags and type as Terraform gave them. */
export function secretCommands(request: NeedRequest<'secret', AzureSite>): SecretCommands {
  const { site } = request;
  const place = `--subscription ${site.subscriptionId} --vault-name ${vaultName(site, 'data')} --name ${vaultSecretName(request)}`;
  const tags = Object.entries(requestTags(request))
    .map(([key, value]) => `'${key}=${value}'`)
    .join(' ');
  return {
    read: `az keyvault secret show ${place} --query value --output tsv`,
    write: `az keyvault secret set ${place} --value @- --description text/plain --tags ${tags} --output none`,
  };
}
