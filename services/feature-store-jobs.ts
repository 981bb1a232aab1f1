/** The job that writes new values of features to the online store. */
export const materializationJob = 'feast-materialization';
