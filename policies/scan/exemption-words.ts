/** Misreadings and other means: looked at again when the scanner's version changes, or by this day. */
export const nextReview = '2027-11-15';
/** What is to be built by then. */
export const nextHalf = '2027-06-30';

export const protectionOff = 'the environment says deletionProtection: false, so that it can be taken down again';
