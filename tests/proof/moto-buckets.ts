/** Buckets of moto by S3's own protocol; it asks nobody for a signature. */

const xmlTexts = (text: string, tag: string): string[] =>
  [...text.matchAll(new RegExp(`<${tag}>([^<]*)</${tag}>`, 'g'))].map(([, inner = '']) => inner);

async function asked(url: string, init: RequestInit = {}): Promise<string> {
  const response = await fetch(url, init);
  const text = await response.text();
  if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${url}: ${response.status} ${text}`);
  return text;
}

const path = (key: string): string => key.split('/').map(encodeURIComponent).join('/');

/** Makes an empty bucket in a region. */
export const makeBucket = (moto: string, bucket: string, region: string): Promise<string> =>
  asked(`${moto}/${bucket}`, {
    method: 'PUT',
    body: `<CreateBucketConfiguration><LocationConstraint>${region}</LocationConstraint></CreateBucketConfiguration>`,
  });

/** Tag of content by key. */
async function listed(moto: string, bucket: string): Promise<Map<string, string>> {
  const text = await asked(`${moto}/${bucket}?list-type=2&max-keys=1000`);
  if (xmlTexts(text, 'IsTruncated')[0] === 'true') throw new Error(`${bucket} has more than 1000 objects`);
  const tags = xmlTexts(text, 'ETag');
  return new Map(xmlTexts(text, 'Key').map((key, index) => [key, tags[index] ?? '']));
}

/** Names of the objects of a bucket. */
export const keysOf = async (moto: string, bucket: string): Promise<string[]> => [
  ...(await listed(moto, bucket)).keys(),
];

/**
 * What S3's replication does and moto does not: brings new and changed objects of one bucket to another, under their own
 * names, and deletes none. Gives their number.
 */
export async function replicate(moto: string, from: string, to: string): Promise<number> {
  const [source, target] = await Promise.all([listed(moto, from), listed(moto, to)]);
  const newer = [...source].filter(([key, tag]) => target.get(key) !== tag);
  for (const [key] of newer) {
    await asked(`${moto}/${to}/${path(key)}`, {
      method: 'PUT',
      headers: { 'x-amz-copy-source': `/${from}/${path(key)}` },
    });
  }
  return newer.length;
}
