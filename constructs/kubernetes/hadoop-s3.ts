/** Of Hadoop's own release and what it was built with: hadoop.apache.org, `hadoop-project/pom.xml` of 3.4.2. */
const hadoopVersion = '3.4.2';
const sdkVersion = '2.29.52';
const acceleratorVersion = '1.2.1';

/** S3A and the client of Amazon's that it calls. */
export const s3aJars = [
  `org/apache/hadoop/hadoop-aws/${hadoopVersion}/hadoop-aws-${hadoopVersion}.jar`,
  `software/amazon/awssdk/bundle/${sdkVersion}/bundle-${sdkVersion}.jar`,
  `software/amazon/s3/analyticsaccelerator/analyticsaccelerator-s3/${acceleratorVersion}/analyticsaccelerator-s3-${acceleratorVersion}.jar`,
] as const;

/**
 * S3A asks the variables of the process first and the agent of the node next, which is all that is wanted. Markers of
 * folders stay: deleting them at every write would leave a version behind each time.
 */
export const s3aSettings = { 'fs.s3a.directory.marker.retention': 'keep' } as const;
