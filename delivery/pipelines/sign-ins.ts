import { ciSignIn as aws } from '../../constructs/aws/state/ci-sign-in';
import { ciSignIn as azure } from '../../constructs/azure/state/ci-sign-in';
import type { CiPart, CiRunner, CiSignIn, CiSignInOf } from '../../constructs/contracts/ci-sign-in';
import { ciSignIn as google } from '../../constructs/google/state/ci-sign-in';
import type { Cloud, CloudSite, SiteByCloud } from '../../environments/model';

const signIns: { readonly [C in Cloud]: CiSignInOf<SiteByCloud[C]> } = { aws, google, azure };

/** How a job signs in to the account of a site, keyless. Names only: nothing of a provider is loaded. */
export const signInOf = (site: CloudSite, part: CiPart, runner: CiRunner): CiSignIn =>
  (signIns[site.cloud] as CiSignInOf<CloudSite>)(site, part, runner);
