/** What stands in the tag or label `service` of what serves all services. */
export const sharedService = 'shared';
