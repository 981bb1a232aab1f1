import { partialImages } from '../../../delivery/promotion/partial-images';

const images = {
  'quay.io/acme/churn:1': 'sha256:1',
  'quay.io/acme/churn-api:1': 'sha256:2',
  'host:5000/mlflow:v3': 'sha256:3',
};
const digestsOf = (service: string) => new Set(service === 'tracking' ? ['sha256:3'] : []);
const taken = (...only: string[]) => Object.keys(partialImages(only, images, digestsOf, ['tracking', 'serving']));

it.each([
  ['a name, whatever its tag', ['images:quay.io/acme/churn'], ['quay.io/acme/churn:1']],
  ['a name with its tag', ['images:host:5000/mlflow:v3'], ['host:5000/mlflow:v3']],
  [
    'several',
    ['images:quay.io/acme/churn,quay.io/acme/churn-api'],
    ['quay.io/acme/churn:1', 'quay.io/acme/churn-api:1'],
  ],
  ['what a service runs', ['service:tracking'], ['host:5000/mlflow:v3']],
])('takes %s', (_what, only, expected) => expect(taken(...only)).toEqual(expected));

it.each(['images:quay.io/acme/chur', 'service:serving', 'images:', 'everything', 'images:a\nb', 'images:../../a b'])(
  'refuses %j, which chooses nothing',
  (only) => expect(() => taken(only)).toThrow('PROMOTION_INPUT'),
);
