import type { AzureSite } from '../../environments/model';
import type { NeedKind } from '../../services';
import type { NeedRequest } from '../contracts/need-provider';
import { serviceTagsOf } from '../contracts/service-tags';

/** Tags of what a command makes, or writes anew, for a need of a service: those that Terraform gives it. */
export const requestTags = ({
  site,
  service,
  name,
}: NeedRequest<NeedKind, AzureSite>): Readonly<Record<string, string>> => ({
  ...site.tags,
  ...serviceTagsOf(`/${service}/${name}`),
});
