import { warehouse } from '../../../../constructs/google/data/warehouse';
import { featureStore } from '../../../../services';
import { googleSite } from '../../../fixtures/sites';
import { type Json, named, resourceCounts, resourcesOf, synthesize, theOnly } from '../google-stacks';

const stacksOf = (deletionProtection = true) =>
  synthesize({
    deletionProtection,
    services: { featureStore: featureStore.config.parse({ offlineStore: 'warehouse' }) },
  });
const { data, platform, state } = stacksOf();
const without = synthesize();
const dataset = theOnly(data, 'google_bigquery_dataset');
const datasetId = 'test_google_europe_west1_feature_store_warehouse';
const principal = /\/subject\/ns\/feature-store\/sa\/feast$/;

describe('warehouse', () => {
  it("is a dataset in the site's region whose tables never expire, and nothing where nobody asks", () => {
    expect(dataset).toMatchObject({ dataset_id: datasetId, location: 'europe-west1', max_time_travel_hours: '168' });
    expect(dataset).not.toHaveProperty('default_table_expiration_ms');
    expect(dataset.labels).toEqual({ ...googleSite().tags, service: 'feature-store', need: 'warehouse' });
    expect(Object.keys(resourceCounts(without.data)).filter((type) => type.includes('bigquery'))).toEqual([]);
  });

  it("is encrypted with an own key, which BigQuery's account may use and was made for", () => {
    expect(dataset.default_encryption_configuration.kms_key_name).toMatch(/google_kms_crypto_key/);
    const members = (stack: Json) => resourcesOf(stack, 'google_kms_crypto_key_iam_member').map(({ member }) => member);
    const agent = 'serviceAccount:bq-123456789012@bigquery-encryption.iam.gserviceaccount.com';
    expect(members(data)).toContain(agent);
    expect(members(without.data)).not.toContain(agent);
    expect(dataset.depends_on).toContainEqual(expect.stringContaining('google_kms_crypto_key_iam_member'));
    expect(Object.keys(state.data)).toContain('google_bigquery_default_service_account');
  });

  it('lets in nobody who may merely view or edit the project', () => {
    expect(dataset.access).toEqual([{ role: 'OWNER', special_group: 'projectOwners' }]);
    expect(dataset.lifecycle.ignore_changes).toEqual(['access']);
  });

  it('lets the service edit the data of its dataset, run queries and read their answers, as itself', () => {
    expect(theOnly(platform, 'google_bigquery_dataset_iam_member')).toMatchObject({
      dataset_id: datasetId,
      role: 'roles/bigquery.dataEditor',
      member: expect.stringMatching(principal),
    });
    const own = resourcesOf(platform, 'google_project_iam_member').filter(({ member }) => principal.test(member));
    expect(own.map(({ role }) => role).sort()).toEqual(['roles/bigquery.jobUser', 'roles/bigquery.readSessionUser']);
  });

  it('turns its services on, and may be made and granted by the pipeline, only where somebody asks', () => {
    const services = (stack: Json) => resourcesOf(stack, 'google_project_service').map(({ service }) => service);
    const roles = (stack: Json) => resourcesOf(stack, 'google_project_iam_member').map(({ role }) => role);
    const grantable = (stack: Json) =>
      named(stack, 'google_project_iam_member', 'apply-may-grant').condition.expression as string;
    expect(services(state)).toEqual(
      expect.arrayContaining(['bigquery.googleapis.com', 'bigquerystorage.googleapis.com']),
    );
    expect(roles(state)).toContain('roles/bigquery.dataOwner');
    expect(grantable(state)).toContain("'roles/bigquery.jobUser', 'roles/bigquery.readSessionUser'");
    expect(JSON.stringify(without.state)).not.toContain('bigquery');
  });

  it('cannot be deleted by accident, and never with tables in it', () => {
    expect(dataset).toMatchObject({ delete_contents_on_destroy: false, lifecycle: { prevent_destroy: true } });
    expect(theOnly(stacksOf(false).data, 'google_bigquery_dataset')).toMatchObject({
      delete_contents_on_destroy: false,
      lifecycle: { prevent_destroy: false },
    });
  });

  it('binds to names that are known now, and needs no secret', () => {
    const { warehouse: need } = featureStore.needs(featureStore.config.parse({ offlineStore: 'warehouse' }), new Set());
    if (!need) throw new Error('no need');
    const site = googleSite();
    const request = { site, service: 'feature-store', namespace: 'feature-store', name: 'warehouse', need };
    expect(warehouse.bind(request)).toEqual({
      engine: 'bigquery',
      catalog: site.projectId,
      database: datasetId,
      region: 'europe-west1',
      env: { GOOGLE_CLOUD_PROJECT: site.projectId },
      egress: [{ cidr: '199.36.153.4/30', ports: [{ port: 443, protocol: 'TCP' }] }],
    });
  });
});
