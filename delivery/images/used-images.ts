import type { Environment } from '../../environments/model/resolve-environment';
import { publishedImages } from '../../policies/unresolved-images';
import { renderSiteOutput } from '../site-output';

/** Every image that objects of an environment's sites name, as it is published, sorted. */
export async function usedImages({ sites }: Environment): Promise<string[]> {
  const used = new Set<string>();
  for (const site of sites) {
    const { output, model } = await renderSiteOutput(site);
    for (const image of publishedImages(output.manifests, model.kubernetes.imageMirrors)) used.add(image);
  }
  return [...used].sort();
}
