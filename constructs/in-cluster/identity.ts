import type { NeedBinder } from '../contracts';

/** A plain service account, made by the `platform` stack: there is no cloud to sign in to. */
export const identity: NeedBinder<'identity'> = {
  bind: ({ need }) => ({ serviceAccountName: need.serviceAccount, podLabels: {}, egress: [] }),
  manifests: () => {},
};
