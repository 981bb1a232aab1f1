import type { CloudSite } from '../../environments/model';
import type { Command } from './command';
import type { NeedRequest } from './need-provider';

type Bucket<S extends CloudSite> = NeedRequest<'bucket', S>;

/** Single objects of a bucket, by the cloud's own command line and the caller's own sign-in. */
export interface BucketObjects<S extends CloudSite> {
  /** Writes an object. @param text one line, no secret */
  write(request: Bucket<S>, key: string, text: string): Command;
  /** Prints the object; on some clouds with words of the program around it. */
  read(request: Bucket<S>, key: string): Command;
  /** Prints the keys under a prefix, one a line; nothing, or `None`, where there is none. */
  list(request: Bucket<S>, prefix: string): Command;
  /** Removes what is under a prefix, which must not be nothing; where versions are kept, they stay for their days. */
  remove(request: Bucket<S>, prefix: string): Command;
}
