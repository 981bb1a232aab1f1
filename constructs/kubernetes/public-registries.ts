/** Where the services and operators of the catalogue have their images. */
export const publicRegistries = [
  'cr.weaviate.io/',
  'docker.elastic.co/',
  'docker.getcollate.io/',
  'docker.io/',
  'gcr.io/',
  'ghcr.io/',
  'mcr.microsoft.com/',
  'nvcr.io/',
  'oci.external-secrets.io/',
  'public.ecr.aws/',
  'quay.io/',
  'registry.k8s.io/',
] as const;
