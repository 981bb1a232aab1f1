import { join } from 'node:path';
import { runProgram } from '../program';
import { manifestFile } from './manifest';

/** How the command line of a cloud writes a folder to a bucket and reads it back, under whoever is signed in. */
interface BucketPlace {
  readonly program: string;
  /** All files of a folder. */
  upload(folder: string, url: string): readonly string[];
  /** One file. */
  uploadFile(file: string, url: string): readonly string[];
  download(url: string, folder: string): readonly string[];
}

/** By the scheme of the URL. */
const places: Readonly<Record<string, BucketPlace>> = {
  's3:': {
    program: 'aws',
    upload: (folder, url) => ['s3', 'cp', '--recursive', '--only-show-errors', '--exclude', manifestFile, folder, url],
    uploadFile: (file, url) => ['s3', 'cp', '--only-show-errors', file, url],
    download: (url, folder) => ['s3', 'cp', '--recursive', '--only-show-errors', url, folder],
  },
  'gs:': {
    program: 'gcloud',
    upload: (folder, url) => ['storage', 'rsync', '--recursive', '--exclude', `^${manifestFile}$`, folder, url],
    uploadFile: (file, url) => ['storage', 'cp', file, url],
    download: (url, folder) => ['storage', 'rsync', '--recursive', url, folder],
  },
  'https:': {
    program: 'azcopy',
    upload: (folder, url) => ['copy', `${folder}/*`, url, '--recursive', '--exclude-path', manifestFile],
    uploadFile: (file, url) => ['copy', file, url],
    download: (url, folder) => ['copy', `${url}/*`, folder, '--recursive'],
  },
};

const placeOf = (url: string): BucketPlace | undefined => {
  const scheme = /^[a-z][a-z0-9]+:(?=\/\/)/.exec(url)?.[0];
  return scheme === undefined ? undefined : places[scheme];
};

/** Whether backups go to a bucket there, and not to a folder. */
export const isBucket = (to: string): boolean => placeOf(to) !== undefined;

/** Copies a whole backup to a bucket. The manifest goes last, so that a copy that was cut short is seen to be one. */
export async function uploadBackup(folder: string, url: string): Promise<void> {
  const place = placeOf(url);
  if (!place) throw new Error(`${url}: no bucket`);
  await runProgram(`copy to ${url}`, place.program, place.upload(folder, url));
  const words = place.uploadFile(join(folder, manifestFile), `${url}/${manifestFile}`);
  await runProgram(`copy to ${url}`, place.program, words);
}

/** Brings a backup from a bucket into an empty folder. */
export async function downloadBackup(url: string, folder: string): Promise<void> {
  const place = placeOf(url);
  if (!place) throw new Error(`${url}: no bucket`);
  await runProgram(`copy from ${url}`, place.program, place.download(url, folder));
}
