import fc from 'fast-check';
import { anchors } from '../../../delivery/report/anchors';

describe('anchors', () => {
  it('leaves the names that environments allow as they are', () => {
    expect(anchors.site('prod-aws-eu-west-1')).toBe('site-prod-aws-eu-west-1');
  });

  it('gives every name a target of its own that is safe in an attribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        expect(anchors.site(one)).toMatch(/^site-[a-zA-Z0-9_-]*$/);
        expect(anchors.site(one) === anchors.site(other)).toBe(one === other);
      }),
    );
  });
});
