import { type Evidence, furtherEvidence as further } from '../../contracts';
import { evidence } from './capabilities';

/** The first site of a project watches all of it, and says what is logged in it; each archives the logs in its region. */
const isLeft = ({ in: stack, type }: Evidence): boolean =>
  stack !== 'governance' && type !== 'google_project_iam_audit_config';

/** Where promises show on a further site of a project. */
export const furtherEvidence = further(evidence, isLeft);
