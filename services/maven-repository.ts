import { z } from 'zod';

/** Where init containers fetch jars from. */
export const mavenRepository = z
  .url()
  .default('https://repo1.maven.org/maven2')
  .describe('Where jars are fetched from: Maven Central, or a mirror on port 443.');
